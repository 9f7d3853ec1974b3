/** Node's cache of compiled code, in the user's own folder: it takes an eighth off the processor time of each start. */
import { mkdirSync, statSync } from "node:fs"
import { enableCompileCache } from "node:module"
import * as path from "node:path"
import { baseFolder } from "./baseFolder.ts"

/** Code comes out of it, and Node's usual place, the temporary folder, belongs to whoever makes it first. */
const ownFolder = (): string | undefined => {
  try {
    const folder = path.join(baseFolder("XDG_CACHE_HOME", ".cache"), "compiled")
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { mode, uid } = statSync(folder)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? folder : undefined
  } catch {
    return undefined
  }
}

/** For what is loaded from now on. Where there is no such folder, nothing is kept. */
export const enable = (): void => {
  const folder = ownFolder()
  if (folder !== undefined) enableCompileCache(folder)
}
