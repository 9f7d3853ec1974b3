/** Where the commands keep files: the XDG base directories. */
import * as path from "node:path"

// What node:os asks too, but to load it takes longer than all the rest of this.
const home = () => process.env["HOME"] || process.getBuiltinModule("node:os").homedir()

/** Below what the variable names, or else below the home folder. The specification has relative paths ignored. */
export const baseFolder = (variable: string, ...fallback: ReadonlyArray<string>): string => {
  const named = process.env[variable]
  return path.join(
    named !== undefined && path.isAbsolute(named) ? named : path.join(home(), ...fallback),
    "atlas-bearer"
  )
}
