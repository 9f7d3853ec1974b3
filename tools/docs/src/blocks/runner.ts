/** Runs blocks one after the other, each as a module of its own. Prints a line of JSON for each that fails. */
import * as path from "node:path"
import { setTimeout } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import * as running from "./running.ts"

const [, , folder = "", port, ...names] = process.argv

/** In milliseconds. */
const longest = 30_000

const fail = (name: string, error: unknown) => {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error))
  const line = new RegExp(`${name.replaceAll(".", "\\.")}:(\\d+)`).exec(stack)?.[1]
  process.stdout.write(`${JSON.stringify({ name, line: Number(line ?? 2), message })}\n`)
}

// A block tells its reader, not this one.
console.log = () => undefined
let current = ""
const emulator = await running.start(Number(port))
process.on("unhandledRejection", (error) => fail(current, error))
process.on("uncaughtException", (error) => fail(current, error))

for (const name of names) {
  current = name
  await emulator.reset()
  const late = new AbortController()
  try {
    await Promise.race([
      import(pathToFileURL(path.join(folder, name)).href),
      setTimeout(longest, undefined, { signal: late.signal }).then(() => {
        throw new Error(`It takes longer than ${longest / 1000} s.`)
      })
    ])
  } catch (error) {
    fail(name, error)
  } finally {
    late.abort()
  }
}
process.exit()
