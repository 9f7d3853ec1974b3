/** Finds redis-server or installs the Debian package, and says which. Fails with what to do. */
import { spawnSync } from "node:child_process"
import * as DebianPackage from "./DebianPackage.ts"

const advice = `Tests of @atlas-bearer/redis need the command redis-server (6.2 or later) on the PATH:
  Debian, Ubuntu   sudo apt-get install redis-server
  Fedora           sudo dnf install redis
  macOS            brew install redis`

const find = () => {
  const { error, stdout } = spawnSync("redis-server", ["--version"], { encoding: "utf8" })
  const version = error === undefined ? /v=([\d.]+)/.exec(stdout)?.[1] : undefined
  return version && `redis-server ${version}`
}

if (import.meta.main) DebianPackage.provide({ name: "redis-server", find, advice })
