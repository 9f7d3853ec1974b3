/** Runs blocks with Node, in a process of their own. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { isTest, runTests } from "./runTests.ts"
import { folder, type Written } from "./written.ts"

interface Failure {
  readonly name: string
  readonly line: number
  readonly message: string
}

const runTogether = async (written: ReadonlyArray<Written>, url: string): Promise<ReadonlyArray<string>> => {
  const names = written.map(({ name }) => name)
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, "runner.ts"), path.join(folder, "run"), new URL(url).port, ...names],
    { env: { ...process.env, COOKIE_SECRET: "a secret for cookies, of 32 bytes" } }
  )
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  const failures = stdout.split("\n").flatMap((line): ReadonlyArray<string> => {
    if (line === "") return []
    const failure: Failure = JSON.parse(line)
    const block = written.find(({ name }) => name === failure.name)?.block
    return [`${block?.file}:${(block?.line ?? 0) + failure.line - 2}: ${failure.message}`]
  })
  return code === 0 ? failures : [...failures, stderr]
}

/**
 * What fails, as `file.md:line: why`. The emulator listens at `url`. A block that is `alone` has a process of its own: what it
 * makes a server say would hold back the others, which share the process's schedule.
 */
export const run = async (written: ReadonlyArray<Written>, url: string): Promise<ReadonlyArray<string>> => {
  const isAlone = ({ block }: Written) => block.words.has("alone")
  const blocks = written.filter((one) => !isTest(one))
  const groups = [blocks.filter((one) => !isAlone(one)), ...blocks.filter(isAlone).map((one) => [one])]
  const tests = runTests(written.filter(isTest))
  const failures: Array<string> = []
  for (const group of groups) failures.push(...await runTogether(group, url))
  return [...failures, ...await tests]
}
