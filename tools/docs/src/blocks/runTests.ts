/** Runs blocks that are tests, by the test runner that their info strings name. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { root } from "../repository.ts"
import { folder, testRunners, type Written } from "./written.ts"

const files = path.join(folder, "run")

const commands: Readonly<Record<(typeof testRunners)[number], ReadonlyArray<string>>> = {
  "node-test": [process.execPath, "--test"],
  vitest: [path.join(root, "node_modules/.bin/vitest"), "run", "--testTimeout", "30000"]
}

const isFor = (runner: string) => ({ block }: Written) => block.words.has(runner)

export const isTest = (written: Written): boolean => testRunners.some((runner) => isFor(runner)(written))

const runBy = async (
  runner: (typeof testRunners)[number],
  written: ReadonlyArray<Written>
): Promise<ReadonlyArray<string>> => {
  if (written.length === 0) return []
  const [command = "", ...args] = commands[runner]
  // This may itself be a test of the same runner, whose variables would be taken for one's own.
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, VITEST: ___, ...env } = process.env
  const child = spawn(command, [...args, ...written.map(({ name }) => name)], { cwd: files, env })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
  const where = written.map(({ block }) => `${block.file}:${block.line}`).join(", ")
  return code === 0 ? [] : [`One of ${where}: ${stdout}${stderr}`]
}

/** What fails, as `file.md:line: why`. */
export const runTests = async (written: ReadonlyArray<Written>): Promise<ReadonlyArray<string>> => {
  writeFileSync(path.join(files, "vitest.config.ts"), "export default { test: { include: [\"*.ts\"] } }\n")
  const failures = await Promise.all(testRunners.map((runner) => runBy(runner, written.filter(isFor(runner)))))
  return failures.flat()
}
