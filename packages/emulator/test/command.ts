/** The command `atlas-bearer-emulator` as a process of its own, as `npx` runs it. */
import { assert } from "@effect/vitest"
import { type ChildProcessByStdio, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import type { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const binary = fileURLToPath(new URL("../bin/atlas-bearer-emulator.js", import.meta.url))

const nothingKept = { XDG_CACHE_HOME: binary }

interface Started extends AsyncDisposable {
  readonly child: ChildProcessByStdio<null, Readable, null>
  readonly url: string
  readonly kill: () => Promise<void>
}

/** Waits for the ready line. Its own handle ends the process, whatever the test does. */
export const startWith = async (
  env: Readonly<Record<string, string>>,
  ...flags: ReadonlyArray<string>
): Promise<Started> => {
  const child = spawn(process.execPath, [binary, "--port", "0", ...flags], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"]
  })
  const [line] = await once(createInterface(child.stdout), "line")
  const { ready, url }: { readonly ready: boolean; readonly url: string } = JSON.parse(line)
  assert.isTrue(ready)
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill("SIGKILL")
    await once(child, "exit")
  }
  return { child, url, kill, [Symbol.asyncDispose]: kill }
}

/** Keeps nothing in the folders of whoever runs the tests: below a file there can be none. */
export const start = (...flags: ReadonlyArray<string>) => startWith(nothingKept, ...flags)

const execute = promisify(execFile)

export const node = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
  execute(process.execPath, args, { env: { ...process.env, ...nothingKept, ...env } })

/** Runs until it ends by itself. */
export const run = (...flags: ReadonlyArray<string>) => node([binary, ...flags])

interface Failure {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** How it ends when something is wrong. */
export const failure = (...flags: ReadonlyArray<string>): Promise<Failure> =>
  run(...flags).then(() => assert.fail("the command did not fail"), (error: Failure) => error)
