/** A redis-server of its own for a test, on a free port of this machine and with nothing in it. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { createInterface } from "node:readline"
import { freePort } from "./freePort.ts"

export interface RedisServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** As a power failure does. */
  readonly kill: () => Promise<void>
  /** On the same port, empty. */
  readonly restart: () => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => void
}

/** Nothing when it ended before it was ready: somebody else took the port. */
const launch = async (directory: string, port: number, options: ReadonlyArray<string>) => {
  const files = options.slice(0, 1).filter((option) => !option.startsWith("--"))
  const defaults = [
    "--bind",
    "127.0.0.1",
    "--port",
    String(port),
    "--dir",
    directory,
    "--save",
    "",
    "--appendonly",
    "no"
  ]
  const child = spawn("redis-server", [...files, ...defaults, ...options.slice(files.length)], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  const missing = once(child, "error").then(() => {
    throw new Error("redis-server is not on the PATH: run node tools/servers/src/installRedis.ts")
  })
  const isReady = async () => {
    for await (const line of createInterface(child.stdout)) {
      if (/Ready to accept connections|Sentinel ID is/.test(line)) return true
    }
    return false
  }
  missing.catch(() => undefined)
  if (!await Promise.race([isReady(), missing])) return undefined
  child.stdout.resume()
  return child
}

const end = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, "exit")
  child.kill("SIGKILL")
  await exit
}

/** `options` are those of redis-server, such as `--requirepass`; a configuration file comes first. */
export const start = async (...options: ReadonlyArray<string>): Promise<RedisServer> => {
  const directory = await mkdtemp(path.join(tmpdir(), "redis-server-"))
  let child: ChildProcess | undefined
  let port = 0
  for (let tries = 0; child === undefined && tries < 5; tries++) {
    port = await freePort()
    child = await launch(directory, port, options)
  }
  const kill = async () => {
    if (child !== undefined) await end(child)
  }
  if (child === undefined) throw new Error("redis-server does not start: see what it says above")
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    restart: async () => {
      await kill()
      child = await launch(directory, port, options)
      if (child === undefined) throw new Error(`redis-server does not start again on port ${port}`)
    },
    signal: (signal) => void child?.kill(signal),
    [Symbol.asyncDispose]: async () => {
      await kill()
      await rm(directory, { recursive: true, force: true })
    }
  }
}
