/** What importing a module costs a new process: time, and memory afterwards. Built packages, as users have them. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { median } from "./median.ts"

export interface Imported {
  readonly name: string
  readonly millis: number
  readonly megabytes: number
}

const run = promisify(execFile)

const script = (name: string) =>
  `const started = performance.now(); await import(${JSON.stringify(name)}); ` +
  "console.log(JSON.stringify([performance.now() - started, process.memoryUsage.rss() / 1e6]))"

const once = async (name: string): Promise<readonly [number, number]> => {
  // The directory decides what a name stands for.
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script(name)], {
    cwd: import.meta.dirname
  })
  return JSON.parse(stdout)
}

/** All take turns. */
export const measure = async (names: ReadonlyArray<string>, rounds: number): Promise<ReadonlyArray<Imported>> => {
  const runs = names.map((name) => ({ name, values: Array<readonly [number, number]>() }))
  for (let round = 0; round <= rounds; round++) {
    for (const { name, values } of runs) {
      const value = await once(name)
      if (round > 0) values.push(value)
    }
  }
  return runs.map(({ name, values }) => ({
    name,
    millis: median(values.map(([millis]) => millis)),
    megabytes: median(values.map(([, megabytes]) => megabytes))
  }))
}
