/** Runs the built command, with folders of its own and nothing of this machine's environment. */
import { assert } from "@effect/vitest"
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const binary = fileURLToPath(new URL("../bin/atlas-bearer.js", import.meta.url))

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
}

export const makeHome = async (env: Readonly<Record<string, string>> = {}) => {
  const home = await mkdtemp(path.join(tmpdir(), "atlas-bearer-cli-"))
  const environment = { HOME: home, PATH: process.env["PATH"] ?? "", TERM: "xterm", ...env }

  const start = (args: ReadonlyArray<string>, options: Options = {}): ChildProcessWithoutNullStreams =>
    spawn(process.execPath, [binary, ...args], { env: { ...environment, ...options.env } })

  const run = async (args: ReadonlyArray<string>, options: Options = {}): Promise<Result> => {
    const child = start(args, options)
    child.stdin.on("error", () => undefined).end(options.stdin ?? "")
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
    for (const secret of [...secretsOf(options), ...secretsOf({ env })]) {
      assert.notInclude(stdout + stderr, secret)
    }
    return { code, stdout, stderr }
  }

  return {
    path: home,
    environment,
    start,
    run,
    /** Of a command that succeeds. */
    stdoutOf: async (args: ReadonlyArray<string>, options: Options = {}) => {
      const { code, stderr, stdout } = await run(args, options)
      assert.strictEqual(code, 0, stderr)
      return stdout
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true })
  }
}

const secretsOf = ({ env = {} }: Options) =>
  Object.entries(env).flatMap(([name, value]) => /SECRET|PASSWORD|KEY/.test(name) && value.length > 12 ? [value] : [])

export type Home = Awaited<ReturnType<typeof makeHome>>

export const nodeAndBinary = [process.execPath, binary] as const
