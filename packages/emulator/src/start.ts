/** Starts `atlas-bearer-emulator` with Node's cache of compiled code. */
import * as compileCache from "./cli/compileCache.ts"

compileCache.enable()

void import("./cli.ts")
