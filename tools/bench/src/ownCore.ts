/**
 * A core for the process that is measured and another for this one, which sends the load: else a server that computes on several
 * threads takes its client's time, and a bench shows how the two share it.
 */
import { spawnSync } from "node:child_process"

const taskset = (...args: ReadonlyArray<string>) =>
  spawnSync("taskset", [...args, String(process.pid)], { encoding: "utf8" })

/** Such as `pid 42's current affinity list: 0-3,6`. */
const allowed = (): ReadonlyArray<string> =>
  taskset("--cpu-list", "--pid").stdout?.split(":").at(-1)?.match(/\d+/g) ?? []

/** Options of a `fork` with a core of its own, which this process leaves. `undefined` where there is one core, or no `taskset`. */
export const ownCore = () => {
  const [first, ...others] = allowed()
  const other = others.at(-1)
  if (first === undefined || other === undefined) return undefined
  if (taskset("--all-tasks", "--cpu-list", "--pid", first).status !== 0) return undefined
  return { execPath: "taskset", execArgv: ["--cpu-list", other, process.execPath, ...process.execArgv] }
}
