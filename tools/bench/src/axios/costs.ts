/**
 * CPU time of calls that succeed. Each client has a process of its own, as in an application: what others do would be compiled
 * and collected with it. All have made as many calls before that their code is compiled.
 */
import { fork } from "node:child_process"
import { once } from "node:events"
import { median } from "../client/median.ts"
import * as ServerProcess from "../rate-limit/ServerProcess.ts"
import type { Contender } from "./contenders.ts"

export const inFlight = 50

const start = (name: string, url: string) => {
  const child = fork(new URL("./call.ts", import.meta.url), [name, url])
  return {
    /** Microseconds of one of so many calls. */
    cost: async (calls: number): Promise<number> => {
      child.send(calls)
      const [micros]: Array<number> = await once(child, "message")
      if (micros === undefined) throw new Error(`The process of "${name}" said nothing.`)
      return micros
    },
    [Symbol.dispose]: () => void child.kill()
  }
}

/** Round by round in turn, so that what else the machine does meets all of them. The first is what the others are compared with. */
export const costs = async (
  contenders: ReadonlyArray<Contender & { readonly as?: string }>,
  { calls, rounds, warmUp }: { readonly calls: number; readonly rounds: number; readonly warmUp: number }
) => {
  using server = await ServerProcess.start("", new URL("./serve.ts", import.meta.url))
  using stack = new DisposableStack()
  const callers = contenders.map(({ as, name }) => ({
    name: as ?? name,
    caller: stack.use(start(name, server.url)),
    costs: Array<number>()
  }))
  for (const { caller } of callers) await caller.cost(warmUp)
  for (let round = 0; round < rounds; round++) {
    for (const { caller, costs } of round % 2 === 0 ? callers : callers.toReversed()) {
      costs.push(await caller.cost(calls))
    }
  }
  const base = median(callers[0]?.costs ?? [])
  return callers.map(({ costs, name }) => ({ name, micros: median(costs), ratio: median(costs) / base }))
}
