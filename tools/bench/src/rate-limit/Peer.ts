/** A client library, as the bench sees it. */
import { readFileSync } from "node:fs"

/** Both methods resolve with the status that the caller of the library gets, or reject as the library does. */
export interface Client {
  readonly get: (path: string) => Promise<number>
  readonly post: (path: string) => Promise<number>
  /** Gives up whatever is under way. */
  readonly close: () => unknown
}

export interface Peer {
  readonly name: string
  readonly version: string
  /** Without `tries` the library's own defaults hold. */
  readonly make: (baseUrl: string, tries?: number) => Client
}

const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8")
)

/** The version of a dependency. All are pinned, so it is the installed one. */
export const versionOf = (dependency: string): string => {
  const version = dependencies[dependency]
  if (version === undefined) throw new Error(`${dependency} is not in package.json.`)
  return version
}
