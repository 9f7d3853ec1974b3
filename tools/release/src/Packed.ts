/** A package as `npm pack` makes it: what a user gets. */
import { createPackageFromTarballData, type Package } from "@arethetypeswrong/core"
import { readFileSync } from "node:fs"
import * as path from "node:path"
import { run } from "./Command.ts"

interface Manifest {
  readonly name: string
  readonly version: string
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
}

export interface Packed {
  readonly name: string
  readonly tarball: string
  readonly data: Uint8Array<ArrayBuffer>
  readonly manifest: Manifest
  /** By path from the root of the package. */
  readonly files: ReadonlyArray<string>
  readonly read: (file: string) => string
  /** As attw takes it. */
  readonly contents: Package
}

const open = (tarball: string): Packed => {
  const data = Uint8Array.from(readFileSync(tarball))
  const contents = createPackageFromTarballData(data)
  const base = `/node_modules/${contents.packageName}/`
  const read = (file: string) => contents.readFile(base + file)
  return {
    name: contents.packageName,
    tarball,
    data,
    manifest: JSON.parse(read("package.json")),
    files: contents.listFiles(base).map((file) => file.slice(base.length)),
    read,
    contents
  }
}

/** Packs every package below `repository` into `destination`. They are built. */
export const all = async (repository: string, destination: string): Promise<ReadonlyArray<Packed>> => {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", destination, "--workspace", "packages"]
  const output = await run("npm", args, { cwd: repository })
  const found: Readonly<Record<string, { readonly filename: string }>> = JSON.parse(output)
  return Object.values(found).map(({ filename }) => open(path.join(destination, filename)))
}
