/** An empty project, outside of the workspace, that installs packages and uses them as `consumers/` says. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import * as path from "node:path"
import { run } from "./Command.ts"
import type { Packed } from "./Packed.ts"

/** A compiler or a Node, by the name that a problem is reported with. */
export interface Tool {
  readonly name: string
  readonly path: string
}

export interface Consumer {
  readonly directory: string
  readonly packages: ReadonlyArray<Packed>
}

const consumers = path.join(import.meta.dirname, "../consumers")
/** `@atlas-bearer/core` is used by `consumers/core.ts`. */
const short = ({ name }: Packed) => name.replace("@atlas-bearer/", "")

const repository = path.join(import.meta.dirname, "../../..")
const versionOf = (name: string): string =>
  JSON.parse(readFileSync(path.join(repository, "node_modules", name, "package.json"), "utf8")).version

/** What TypeScript users of Node and Express have besides. */
const types = ["@types/node", "@types/express"].map((name) => `${name}@${versionOf(name)}`)

const compilerOptions = {
  module: "nodenext",
  target: "es2022",
  strict: true,
  skipLibCheck: false,
  types: ["node"],
  rootDir: "."
}

/** `specs` are what one tells `npm install`; `npmrc` says where our packages come from. */
export const install = async (
  directory: string,
  packages: ReadonlyArray<Packed>,
  specs: ReadonlyArray<string>,
  npmrc = ""
): Promise<Consumer> => {
  mkdirSync(directory, { recursive: true })
  writeFileSync(
    path.join(directory, "package.json"),
    JSON.stringify({ name: "consumer", version: "0.0.0", private: true })
  )
  writeFileSync(path.join(directory, ".npmrc"), npmrc)
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
  await run("npm", ["install", ...quiet, ...specs, ...types], { cwd: directory })
  for (const name of packages.map(short)) {
    // The same program as a module and in CommonJS, where TypeScript makes `require` of `import`.
    for (const extension of ["mts", "cts"]) {
      cpSync(path.join(consumers, `${name}.ts`), path.join(directory, `${name}.${extension}`))
    }
  }
  return { directory, packages }
}

const problemOf = async (what: string, work: Promise<unknown>): Promise<ReadonlyArray<string>> => {
  try {
    await work
    return []
  } catch (error) {
    return [`${what}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** Problems that the compiler finds in the programs, and in the declarations of all that they import. */
export const compile = ({ directory, packages }: Consumer, compiler: Tool): Promise<ReadonlyArray<string>> => {
  const config = { compilerOptions: { ...compilerOptions, outDir: "out" }, include: ["*.mts", "*.cts"] }
  writeFileSync(path.join(directory, "tsconfig.json"), JSON.stringify(config))
  const what = `${packages.map(short).join(", ")} with ${compiler.name}`
  return problemOf(what, run(process.execPath, [compiler.path, "-p", "."], { cwd: directory }))
}

const works = async (node: Tool, file: string, cwd: string) => {
  const output = await run(node.path, [file], { cwd })
  if (output !== "works\n") throw new Error(`says ${JSON.stringify(output)}`)
}

/** Problems of what is compiled and of the commands, when they run. */
export const execute = async ({ directory, packages }: Consumer, node: Tool): Promise<ReadonlyArray<string>> => {
  const problems: Array<string> = []
  for (const one of packages) {
    for (const form of ["mjs", "cjs"]) {
      const file = path.join("out", `${short(one)}.${form}`)
      problems.push(...await problemOf(`${file} on ${node.name}`, works(node, file, directory)))
    }
    for (const bin of Object.keys(one.manifest.bin ?? {})) {
      const file = path.join("node_modules/.bin", bin)
      problems.push(...await problemOf(`${bin} on ${node.name}`, run(node.path, [file, "--help"], { cwd: directory })))
    }
  }
  return problems
}
