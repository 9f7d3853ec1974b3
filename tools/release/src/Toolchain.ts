/** Other compilers, another Node, Jest and a registry: installed when they are needed, and kept until `npm ci`. */
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs"
import * as path from "node:path"
import { run } from "./Command.ts"
import type { Tool } from "./Consumer.ts"

export interface Toolchain {
  readonly compilers: ReadonlyArray<Tool>
  readonly nodes: ReadonlyArray<Tool>
  /** The path of its command. */
  readonly jest: string
  /** The directory whose `node_modules` has the registry. */
  readonly directory: string
}

const repository = path.join(import.meta.dirname, "../../..")
const source = path.join(import.meta.dirname, "../toolchain")

/** The repository's own. */
export const compiler: Tool = { name: "TypeScript 7", path: path.join(repository, "node_modules/typescript/bin/tsc") }
export const node: Tool = { name: `Node ${process.versions.node}`, path: process.execPath }

/** Takes a minute the first time. */
export const install = async (): Promise<Toolchain> => {
  const digest = createHash("sha256").update(readFileSync(path.join(source, "package-lock.json"))).digest("hex")
  const directory = path.join(repository, "node_modules/.cache/release-toolchain", digest.slice(0, 16))
  if (!existsSync(directory)) {
    const unfinished = `${directory}.${process.pid}`
    mkdirSync(unfinished, { recursive: true })
    cpSync(source, unfinished, { recursive: true })
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: unfinished })
    renameSync(unfinished, directory)
  }
  const installed = (file: string) => path.join(directory, "node_modules", file)
  return {
    directory,
    jest: installed("jest/bin/jest.js"),
    compilers: [
      { name: "TypeScript 5.9", path: installed("typescript-5/bin/tsc") },
      { name: "TypeScript 6", path: installed("typescript-6/bin/tsc") },
      compiler
    ],
    nodes: [{ name: "Node 22.19", path: installed("node/bin/node") }, node]
  }
}
