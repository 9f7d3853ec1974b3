/**
 * CPU time of calls that succeed. Each client has processes of its own, as in an application: what others do would be compiled
 * and collected with it. There are several, since one process differs from the next of the same code by a tenth, as memory and
 * compiled code happen to lie; so a client is compared with axios alone of the same process, round by round in turn.
 */
import { fork } from "node:child_process"
import { once } from "node:events"
import { inTurn } from "../inTurn.ts"
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

/** What a process is asked for: so many calls. */
export interface Asked {
  readonly by: "client" | "alone"
  readonly calls: number
}

/** Microseconds of a call, of a round through the client and of one right before or after it through axios alone. */
type Pair = Record<Asked["by"], number>

const start = (name: string, url: string) => {
  const child = fork(new URL("./call.ts", import.meta.url), [name, url])
  return {
    cost: async (asked: Asked): Promise<number> => {
      child.send(asked)
      const [micros]: Array<number> = await once(child, "message")
      if (micros === undefined) throw new Error(`The process of "${name}" said nothing.`)
      return micros
    },
    [Symbol.dispose]: () => void child.kill()
  }
}

/**
 * One process of each: in turn, so that what else the machine does meets all of them. Also while they warm up: a process that
 * waits for seconds gives memory and connections back.
 */
const compare = async (names: ReadonlyArray<string>, url: string, { calls, rounds, warmUps }: Amount) => {
  using stack = new DisposableStack()
  const callers = names.map((name) => ({ ...stack.use(start(name, url)), pairs: Array<Pair>() }))
  for (let round = -warmUps; round < rounds; round++) {
    for (const { cost, pairs } of callers) {
      const [client, alone] = await inTurn(
        round,
        () => cost({ by: "client", calls }),
        () => cost({ by: "alone", calls })
      )
      if (round >= 0) pairs.push({ client, alone })
    }
  }
  return callers.map(({ pairs }) => pairs)
}

/** Means over the processes, of each the medians of its rounds. */
export const costs = async (contenders: ReadonlyArray<Contender>, amount: Amount) => {
  using server = await ServerProcess.start("", new URL("./serve.ts", import.meta.url))
  const names = contenders.map(({ name }) => name)
  const processes: Array<ReadonlyArray<ReadonlyArray<Pair>>> = []
  for (let n = 0; n < amount.processes; n++) processes.push(await compare(names, server.url, amount))
  return names.map((name, index) => {
    const medians = (of: (pair: Pair) => number) => processes.map((all) => median((all[index] ?? []).map(of)))
    const ratios = medians(({ alone, client }) => client / alone)
    return {
      name,
      micros: mean(medians(({ client }) => client)),
      added: mean(medians(({ alone, client }) => client - alone)),
      ratio: mean(ratios),
      least: Math.min(...ratios),
      most: Math.max(...ratios)
    }
  })
}
