/** Runs blocks that are tests, each by the test runner that its info string names. */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import * as path from "node:path"
import { root } from "../repository.ts"
import { folder, testRunners, type Written } from "./written.ts"

const files = path.join(folder, "run")

const commands: Readonly<Record<(typeof testRunners)[number], (name: string) => ReadonlyArray<string>>> = {
  "node-test": (name) => [process.execPath, "--test", name],
  vitest: (name) => [path.join(root, "node_modules/.bin/vitest"), "run", name]
}

const runnerOf = ({ block }: Written) => testRunners.find((runner) => block.words.has(runner))

export const isTest = (written: Written): boolean => runnerOf(written) !== undefined

/** What fails, as `file.md:line: why`. */
export const runTests = (written: ReadonlyArray<Written>): ReadonlyArray<string> => {
  writeFileSync(path.join(files, "vitest.config.ts"), "export default { test: { include: [\"*.ts\"] } }\n")
  return written.flatMap((one) => {
    const runner = runnerOf(one)
    const [command = "", ...args] = runner === undefined ? [] : commands[runner](one.name)
    // This may itself be a test of the same runner, whose variables would be taken for one's own.
    const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, VITEST: ___, ...env } = process.env
    const { status, stderr, stdout } = spawnSync(command, args, { cwd: files, encoding: "utf8", env })
    return status === 0 ? [] : [`${one.block.file}:${one.block.line}: ${stdout}${stderr}`]
  })
}
