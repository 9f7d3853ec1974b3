/** No test is switched off, and none that needs what a machine may lack is skipped without a reason that stands here. */
import type { Workspace } from "./repository.ts"

/** What a machine may lack, by the file whose tests run where it is there. */
const conditional: Readonly<Record<string, string>> = {
  "packages/cli/test/terminal.integration.test.ts":
    "`script`, which makes the terminal, is another command elsewhere than on Linux",
  "packages/emulator/test/control.integration.test.ts":
    "a machine without a network has no address for others to come in by",
  "packages/node/test/FileTokenStore.integration.test.ts": "Windows has no permission bits"
}

const never = /(?:\.(?:skip|todo|only|fails)\b|\bx(?:it|test|describe)\b)(?=\s*[(<.`])/g
const sometimes = /\.(?:skipIf|runIf)\b/g

/** Every problem, as `file: what`. */
export const checkTests = (workspaces: ReadonlyArray<Workspace>): ReadonlyArray<string> =>
  workspaces.flatMap(({ directory, files }) =>
    Object.entries(files).filter(([file]) => file.endsWith(".test.ts")).flatMap(([name, code]) => {
      const file = `${directory}/${name}`
      const conditions = file in conditional ? [] : [...code.matchAll(sometimes)]
      return [
        ...[...code.matchAll(never)].map(([what]) => `${file}: ${what}: let it run, or delete it`),
        ...conditions.map(([what]) => `${file}: ${what}: say in checkTests.ts what the machine may lack`)
      ]
    })
  )
