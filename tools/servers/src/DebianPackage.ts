/** Programs of others that tests need: found, or installed as a Debian package where that is allowed. */
import { spawnSync } from "node:child_process"
import { tmpdir } from "node:os"
import * as path from "node:path"

interface Options {
  /** Of the Debian package. */
  readonly name: string
  /** What was found, in words; nothing while it is missing. */
  readonly find: () => string | undefined
  /** What to do where it cannot be installed. */
  readonly advice: string
}

/** Tests of several packages may come at the same time, and apt-get lets one in alone. */
const lock = path.join(tmpdir(), "atlas-bearer-apt.lock")

const install = (name: string) => {
  const isRoot = process.getuid?.() === 0
  const apt = (...args: ReadonlyArray<string>) =>
    spawnSync("flock", [lock, "apt-get", ...args], {
      stdio: "inherit",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
    })
  if (!isRoot || spawnSync("apt-get", ["--version"]).error !== undefined) return
  console.log(`${name} is not here: installing the Debian package`)
  apt("update", "-qq")
  apt("install", "-y", "-qq", "--no-install-recommends", name)
}

/** Says what was found, installing it first if it is missing; else what to do, and has the process fail. */
export const provide = ({ advice, find, name }: Options): void => {
  if (find() === undefined) install(name)
  const found = find()
  if (found === undefined) console.error(advice)
  else console.log(found)
  process.exitCode = found === undefined ? 1 : 0
}
