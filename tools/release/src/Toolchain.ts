/** Other compilers, another Node, Jest and a registry: installed when they are needed, and kept until `npm ci`. */
import * as NpmProject from "@atlas-bearer/servers/NpmProject"
import * as path from "node:path"
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
  const directory = await NpmProject.install(source)
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
