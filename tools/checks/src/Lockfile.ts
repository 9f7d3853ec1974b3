/** package-lock.json: what is installed, from where, and under which licence. */
import { readFileSync } from "node:fs"
import * as path from "node:path"
import { root } from "./repository.ts"

/** One installed package, by its directory. */
export interface Installed {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly link?: boolean
  readonly optional?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export type Lockfile = Readonly<Record<string, Installed>>

export const read = (): Lockfile => JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages

/** Where `from` finds the package `name`, as Node looks for it: nearest node_modules first. */
export const find = (lockfile: Lockfile, from: string, name: string): string | undefined => {
  const here = from === "" ? `node_modules/${name}` : `${from}/node_modules/${name}`
  if (lockfile[here] !== undefined) return here
  return from === "" ? undefined : find(lockfile, path.posix.dirname(from).replace(/^\.$/, ""), name)
}

/** Directories of all that is installed with `directory`, by a user of it; our own packages are followed by their links. */
export const closure = (lockfile: Lockfile, directory: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(directory)) return seen
  seen.add(directory)
  const { dependencies, optionalDependencies, peerDependencies } = lockfile[directory] ?? {}
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    const found = find(lockfile, directory, name)
    if (found === undefined) continue
    const { link, resolved } = lockfile[found] ?? {}
    closure(lockfile, link === true && resolved !== undefined ? resolved : found, seen)
  }
  return seen
}
