/** The test of `docs/guides/testing.md`, run by Jest as that guide says. */
import { readFileSync, writeFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import * as path from "node:path"
import { run } from "./Command.ts"

const guide = path.join(import.meta.dirname, "../../../docs/guides/testing.md")

/** The one for Vitest, without the import of Vitest. */
const test = () => {
  const [, code = ""] = /```ts vitest\n([^]*?)```/.exec(readFileSync(guide, "utf8")) ?? []
  return stripTypeScriptTypes(code).replace(/^import .* from "vitest"$/m, "")
}

/** Problems of the test in a project that has our packages. `jest` is its command. */
export const checkJest = async (project: string, jest: string): Promise<ReadonlyArray<string>> => {
  writeFileSync(path.join(project, "movies.test.mjs"), test())
  const config = { rootDir: project, testMatch: ["**/movies.test.mjs"], transform: {} }
  try {
    await run(process.execPath, ["--experimental-vm-modules", jest, "--config", JSON.stringify(config)], {
      cwd: project
    })
    return []
  } catch (error) {
    return [`docs/guides/testing.md with Jest: ${error instanceof Error ? error.message : String(error)}`]
  }
}
