/** Starts `atlas-bearer` with Node's cache of compiled code. */
import * as compileCache from "@atlas-bearer/emulator/cli/compileCache"

compileCache.enable()

void import("./cli.ts")
