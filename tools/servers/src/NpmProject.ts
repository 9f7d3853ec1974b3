/** Packages of others that are too large for everybody's `npm ci`: installed by a lockfile of their own when they are needed. */
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import * as path from "node:path"
import { promisify } from "node:util"
import { npmFree } from "./npmFree.ts"

const cache = path.join(import.meta.dirname, "../../../node_modules/.cache/npm-projects")

/**
 * The directory in which the packages of `source`, a directory with package.json and lockfile, are installed: until the next
 * `npm ci` here, or another lockfile there. Takes up to a minute the first time.
 */
export const install = async (source: string): Promise<string> => {
  const digest = createHash("sha256").update(readFileSync(path.join(source, "package-lock.json"))).digest("hex")
  const directory = path.join(cache, `${path.basename(source)}-${digest.slice(0, 16)}`)
  if (existsSync(directory)) return directory
  const unfinished = `${directory}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  try {
    cpSync(source, unfinished, { recursive: true })
    await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund"], { cwd: unfinished, env: npmFree })
    renameSync(unfinished, directory)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return directory
}
