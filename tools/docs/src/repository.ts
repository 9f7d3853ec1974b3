/** Where the repository is. */
import * as path from "node:path"

/** Absolute path. */
export const root = path.resolve(import.meta.dirname, "../../..")
