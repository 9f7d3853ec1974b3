/** Where the commands keep files: the XDG base directories. */
import { homedir } from "node:os"
import * as path from "node:path"

/** Below what the variable names, or else below the home folder. The specification has relative paths ignored. */
export const baseFolder = (variable: string, ...fallback: ReadonlyArray<string>): string => {
  const named = process.env[variable]
  return path.join(
    named !== undefined && path.isAbsolute(named) ? named : path.join(homedir(), ...fallback),
    "atlas-bearer"
  )
}
