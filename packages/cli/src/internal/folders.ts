/** Where files go: the XDG base directories. */
import { baseFolder } from "@atlas-bearer/emulator/cli/baseFolder"
import * as path from "node:path"

/** What somebody may write by hand: no secrets. */
export const profiles = (): string => path.join(baseFolder("XDG_CONFIG_HOME", ".config"), "profiles")

/** Tokens and sessions of one profile. */
export const tokens = (profile: string): string =>
  path.join(baseFolder("XDG_STATE_HOME", ".local", "state"), "tokens", profile)
