/** Starts the processes of a fleet. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"

const start = (script: string, args: ReadonlyArray<string>) =>
  spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], {
    stdio: ["pipe", "pipe", "inherit"]
  })

const ended = async (child: ChildProcess) => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
}

export interface Account extends AsyncDisposable {
  readonly token: Promise<string>
  readonly kill: (signal: NodeJS.Signals) => boolean
}

/** Runs `accountProcess.ts`. */
export const account = (...args: ReadonlyArray<string>): Account => {
  const child = start("./accountProcess.ts", args)
  return {
    token: text(child.stdout).then((token) => token.trim()),
    kill: (signal) => child.kill(signal),
    [Symbol.asyncDispose]: () => {
      child.kill("SIGKILL")
      return ended(child)
    }
  }
}

export interface Line {
  readonly event?: string
  readonly key?: string
  readonly path?: string
  readonly result?: unknown
  /** Milliseconds since 1970. */
  readonly at?: number
  readonly shared?: boolean
  readonly cause?: string
  readonly calls?: number
  readonly failures?: ReadonlyArray<unknown>
}

export interface Caller extends AsyncDisposable {
  readonly call: (path: string) => void
  /** Waits for a line; those before it are gone. */
  readonly line: (isIt: (line: Line) => boolean) => Promise<Line>
}

/** Runs `throttleProcess.ts`. */
export const caller = (...args: ReadonlyArray<string>): Caller => {
  const child = start("./throttleProcess.ts", args)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    call: (path) => void child.stdin.write(`${path}\n`),
    line: async (isIt) => {
      for (;;) {
        const { done, value } = await lines.next()
        if (done === true) throw new Error("The process ended")
        const line: Line = JSON.parse(value)
        if (isIt(line)) return line
      }
    },
    [Symbol.asyncDispose]: () => {
      child.kill("SIGKILL")
      return ended(child)
    }
  }
}

export interface Worker extends AsyncDisposable {
  readonly isRunning: () => boolean
  /** What it said since it was last asked. */
  readonly take: () => ReadonlyArray<Line>
  readonly has: (event: string) => boolean
  /** Lets it end, and gives the last line. */
  readonly finish: () => Promise<Line | undefined>
}

/** Runs `workerProcess.ts`. */
export const worker = (...args: ReadonlyArray<string>): Worker => {
  const child = start("./workerProcess.ts", args)
  let lines: Array<Line> = []
  createInterface(child.stdout).on("line", (line) => lines.push(JSON.parse(line)))
  return {
    isRunning: () => child.exitCode === null && child.signalCode === null,
    take: () => {
      const taken = lines
      lines = []
      return taken
    },
    has: (event) => lines.some((line) => line.event === event),
    finish: async () => {
      child.stdin.end()
      await once(child, "close")
      return lines.at(-1)
    },
    [Symbol.asyncDispose]: () => {
      child.kill("SIGKILL")
      return ended(child)
    }
  }
}
