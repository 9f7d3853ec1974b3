/** Where the repository is, and the files of its workspaces. */
import { existsSync, globSync, readFileSync } from "node:fs"
import * as path from "node:path"

/** Absolute path of the repository. */
export const root = path.resolve(import.meta.dirname, "../../..")

/** A package.json as far as the checks read it. */
export interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** One workspace: its directory from the root (`packages/core`) and its sources, by path inside it (`src/Bearer.ts`). */
export interface Workspace {
  readonly directory: string
  readonly manifest: Manifest
  readonly files: Readonly<Record<string, string>>
}

const readText = (directory: string, file: string) => readFileSync(path.join(directory, file), "utf8")

export const readManifest = (directory: string): Manifest => JSON.parse(readText(directory, "package.json"))

/** All workspaces below `base`, in the order of their directories. */
export const readWorkspaces = (base: string): ReadonlyArray<Workspace> =>
  globSync("{packages,apps,tools}/*", { cwd: base })
    .filter((directory) => existsSync(path.join(base, directory, "package.json")))
    .toSorted()
    .map((directory) => {
      const cwd = path.join(base, directory)
      const files = globSync("{src,test}/**/*.{ts,tsx}", { cwd }).toSorted()
      return {
        directory,
        manifest: readManifest(cwd),
        files: Object.fromEntries(files.map((file) => [file, readText(cwd, file)]))
      }
    })
