/**
 * CPU time of calls that succeed. Each client has processes of its own, as in an application: what others do would be compiled
 * and collected with it. All have made as many calls before that their code is compiled. There are several, since one process
 * differs from the next of the same code by a tenth, as the compiler has it.
 */
import { fork } from "node:child_process"
import { once } from "node:events"
import { mean } from "../mean.ts"
import { median } from "../median.ts"
import * as ServerProcess from "../rate-limit/ServerProcess.ts"
import type { Contender } from "./contenders.ts"

export const inFlight = 50

interface Amount {
  readonly processes: number
  /** Rounds that do not count. */
  readonly warmUps: number
  readonly rounds: number
  /** Of a round. */
  readonly calls: number
}

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

/**
 * One process of each: round by round in turn, so that what else the machine does meets all of them. Also while they warm up: a
 * process that waits for seconds gives memory and connections back. Each comes first in its turn, and none follows itself: it
 * would find the processor's caches as it left them.
 */
const medians = async (names: ReadonlyArray<string>, url: string, { calls, rounds, warmUps }: Amount) => {
  using stack = new DisposableStack()
  const callers = names.map((name) => ({ caller: stack.use(start(name, url)), costs: Array<number>() }))
  for (let round = -warmUps; round < rounds; round++) {
    const first = (round + warmUps) % callers.length
    for (const { caller, costs } of [...callers.slice(first), ...callers.slice(0, first)]) {
      const cost = await caller.cost(calls)
      if (round >= 0) costs.push(cost)
    }
  }
  return callers.map(({ costs }) => median(costs))
}

/** Means over the processes. The first of the contenders is what the others are compared with. */
export const costs = async (contenders: ReadonlyArray<Contender & { readonly as?: string }>, amount: Amount) => {
  using server = await ServerProcess.start("", new URL("./serve.ts", import.meta.url))
  const names = contenders.map(({ name }) => name)
  const processes: Array<ReadonlyArray<number>> = []
  for (let n = 0; n < amount.processes; n++) processes.push(await medians(names, server.url, amount))
  const ofEach = contenders.map(({ as, name }, index) => ({
    name: as ?? name,
    values: processes.map((costs) => costs[index] ?? Number.NaN)
  }))
  const base = mean(ofEach[0]?.values ?? [])
  return ofEach.map(({ name, values }) => ({
    name,
    micros: mean(values),
    least: Math.min(...values),
    most: Math.max(...values),
    ratio: mean(values) / base
  }))
}
