/**
 * Writes what is made from the code: the man page and the OpenAPI documents. With `--check` it writes nothing and fails when
 * one of them is out of date.
 */
import { files } from "@atlas-bearer/cli/AtlasBearer"
import * as ExitCode from "@atlas-bearer/cli/ExitCode"
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import * as path from "node:path"
import { allHelp } from "./helpOf.ts"
import { manPage } from "./manPage.ts"
import { openApiDocuments } from "./openApi.ts"
import { root } from "./repository.ts"

/** By path from the root. */
const generated = async (): Promise<ReadonlyMap<string, string>> => {
  const help = await Effect.runPromise(allHelp)
  return new Map([
    ["packages/cli/man/atlas-bearer.1", manPage({ ...help, exitCodes: ExitCode.meanings, files })],
    ...Object.entries(openApiDocuments()).map(([name, document]): [string, string] => [
      `docs/openapi/${name}`,
      `${JSON.stringify(document, null, 2)}\n`
    ])
  ])
}

const check = process.argv.includes("--check")
let drifted = 0
for (const [file, expected] of await generated()) {
  const absolute = path.join(root, file)
  if (existsSync(absolute) && readFileSync(absolute, "utf8") === expected) continue
  drifted++
  if (!check) {
    mkdirSync(path.dirname(absolute), { recursive: true })
    writeFileSync(absolute, expected)
  }
  console.log(`${check ? "out of date" : "wrote"}: ${file}`)
}
if (check && drifted > 0) {
  console.error("Run `npm run codegen`.")
  process.exitCode = 1
}
