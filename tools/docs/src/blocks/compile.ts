/** Compiles all blocks at once. */
import { spawnSync } from "node:child_process"
import * as path from "node:path"
import { root } from "../repository.ts"
import { folder, type Written } from "./written.ts"

const complaint = /([^/\s]+\.ts)\((\d+),\d+\): (error .*)$/

/** What is wrong, as `file.md:line: why`. */
export const compile = (written: ReadonlyArray<Written>): ReadonlyArray<string> => {
  const blocks = new Map(written.map(({ block, name }) => [name, block]))
  const { status, stderr, stdout } = spawnSync(
    path.join(root, "node_modules/.bin/tsc"),
    ["-p", path.join(folder, "check")],
    { cwd: path.join(folder, "check"), encoding: "utf8" }
  )
  const lines = stdout.split("\n").filter((line) => line !== "")
  if (status !== 0 && lines.length === 0) return [stderr]
  return lines.map((line) => {
    const [, name = "", number, why] = complaint.exec(line) ?? []
    const block = blocks.get(name)
    return block === undefined ? line : `${block.file}:${block.line + Number(number) - 2}: ${why}`
  })
}
