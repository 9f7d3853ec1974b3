/** What importing a module costs a new process: time, and memory afterwards. Built packages, as users have them. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { median } from "../median.ts"

export interface Imported {
  readonly name: string
  readonly millis: number
  /** Of the processor: others who use the machine change it less. */
  readonly cpuMillis: number
  readonly megabytes: number
}

const run = promisify(execFile)

const script = (name: string) =>
  `const started = performance.now(); const before = process.cpuUsage(); await import(${JSON.stringify(name)}); ` +
  "const millis = performance.now() - started; const { system, user } = process.cpuUsage(before); " +
  "console.log(JSON.stringify([millis, (user + system) / 1000, process.memoryUsage.rss() / 1e6]))"

type Values = readonly [millis: number, cpuMillis: number, megabytes: number]

const once = async (name: string): Promise<Values> => {
  // The directory decides what a name stands for.
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script(name)], {
    cwd: import.meta.dirname
  })
  return JSON.parse(stdout)
}

/** All take turns. */
export const measure = async (names: ReadonlyArray<string>, rounds: number): Promise<ReadonlyArray<Imported>> => {
  const runs = names.map((name) => ({ name, values: Array<Values>() }))
  for (let round = 0; round <= rounds; round++) {
    for (const { name, values } of runs) {
      const value = await once(name)
      if (round > 0) values.push(value)
    }
  }
  return runs.map(({ name, values }) => ({
    name,
    millis: median(values.map(([millis]) => millis)),
    cpuMillis: median(values.map(([, cpuMillis]) => cpuMillis)),
    megabytes: median(values.map(([, , megabytes]) => megabytes))
  }))
}
