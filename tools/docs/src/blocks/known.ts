/** The scripts, packages, commands and flags that there are. */
import type { HelpDoc } from "effect/cli/HelpDoc"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { allHelp } from "../helpOf.ts"
import { root } from "../repository.ts"
import type { Known } from "./shell.ts"

interface Manifest {
  readonly name: string
  readonly scripts?: Readonly<Record<string, string>>
}

const manifestOf = (directory: string): Manifest =>
  JSON.parse(readFileSync(path.join(root, directory, "package.json"), "utf8"))

const flagsOf = ({ flags, globalFlags = [] }: HelpDoc) =>
  [...flags, ...globalFlags].flatMap(({ aliases, name }) => [`--${name}`, ...aliases])

const emulatorHelp = () =>
  execFileSync(process.execPath, [path.join(root, "packages/emulator/bin/atlas-bearer-emulator.js"), "--help"], {
    encoding: "utf8"
  })

export const known = async (): Promise<Known> => {
  const { root: command, subcommands } = await Effect.runPromise(allHelp)
  return {
    scripts: new Set(Object.keys(manifestOf(".").scripts ?? {})),
    packages: new Set(globSync("packages/*", { cwd: root }).map((directory) => manifestOf(directory).name)),
    flags: new Map([
      ["atlas-bearer", new Set(flagsOf(command))],
      ...subcommands.map(({ help, name }) => [`atlas-bearer ${name}`, new Set(flagsOf(help))] as const),
      ["atlas-bearer-emulator", new Set(emulatorHelp().match(/(?<![\w-])--?[a-z][a-z-]*/g))]
    ])
  }
}
