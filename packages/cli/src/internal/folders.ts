/** Where files go: the XDG base directories. */
import { homedir } from "node:os"
import * as path from "node:path"

// The specification has relative paths ignored.
const base = (variable: string, ...fallback: ReadonlyArray<string>): string => {
  const named = process.env[variable]
  return path.join(
    named !== undefined && path.isAbsolute(named) ? named : path.join(homedir(), ...fallback),
    "atlas-bearer"
  )
}

/** What somebody may write by hand: no secrets. */
export const profiles = (): string => path.join(base("XDG_CONFIG_HOME", ".config"), "profiles")

/** Tokens and sessions of one profile. */
export const tokens = (profile: string): string =>
  path.join(base("XDG_STATE_HOME", ".local", "state"), "tokens", profile)

/** What Node compiled of this command. It may be deleted at any time. */
export const compiled = (): string => path.join(base("XDG_CACHE_HOME", ".cache"), "compiled")
