/** Where the commands keep files: the XDG base directories. */
import * as path from "node:path"

const unknown = "No home folder is known: set HOME, or XDG_CONFIG_HOME, XDG_STATE_HOME and XDG_CACHE_HOME, to a folder."

const home = (): string => {
  const named = process.env["HOME"]
  // What node:os asks too, but to load it takes longer than all the rest of this.
  if (named !== undefined && path.isAbsolute(named)) return named
  const { homedir, userInfo } = process.getBuiltinModule("node:os")
  try {
    // Of a HOME that is empty or relative `homedir` makes a place in the current folder.
    return named === undefined ? homedir() : userInfo().homedir
  } catch {
    throw new Error(unknown)
  }
}

/** Below what the variable names, or else below the home folder. The specification has relative paths ignored. */
export const baseFolder = (variable: string, ...fallback: ReadonlyArray<string>): string => {
  const named = process.env[variable]
  return path.join(
    named !== undefined && path.isAbsolute(named) ? named : path.join(home(), ...fallback),
    "atlas-bearer"
  )
}
