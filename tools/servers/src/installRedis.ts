/** Finds redis-server or installs the Debian package, and says which. Fails with what to do. */
import { spawnSync } from "node:child_process"

const advice = `Tests of @atlas-bearer/redis need the command redis-server (6.2 or later) on the PATH:
  Debian, Ubuntu   sudo apt-get install redis-server
  Fedora           sudo dnf install redis
  macOS            brew install redis`

const version = () => {
  const { error, stdout } = spawnSync("redis-server", ["--version"], { encoding: "utf8" })
  return error === undefined ? /v=([\d.]+)/.exec(stdout)?.[1] : undefined
}

const install = () => {
  const isRoot = process.getuid?.() === 0
  const apt = (...args: ReadonlyArray<string>) =>
    spawnSync("apt-get", args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })
  if (!isRoot || apt("--version").error !== undefined) return
  console.log("redis-server is not here: installing the Debian package")
  apt("update", "-qq")
  apt("install", "-y", "-qq", "--no-install-recommends", "redis-server")
}

if (import.meta.main) {
  if (version() === undefined) install()
  const found = version()
  if (found === undefined) console.error(advice)
  else console.log(`redis-server ${found}`)
  process.exitCode = found === undefined ? 1 : 0
}
