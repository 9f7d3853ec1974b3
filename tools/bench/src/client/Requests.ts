/** What a request costs: one after the other, and 50 in flight. All take turns, so that a slow moment is everybody's. */
import { median } from "../median.ts"
import type { Client, Peer } from "./Peer.ts"

export interface Measured {
  readonly name: string
  /** Of one request, in microseconds, one after the other. */
  readonly sequential: number
  /** Requests a second with 50 in flight. */
  readonly concurrent: number
  /** Time of the processor for one of these, in microseconds: others who use the machine do not change it. */
  readonly cpu: number
}

const inFlight = 50

const sequential = async ({ get }: Client, calls: number) => {
  const started = performance.now()
  for (let call = 0; call < calls; call++) await get()
  return (performance.now() - started) / calls * 1000
}

/**
 * The first quarter does not count: ours begins with 4 in flight, as TCP does, and what that costs is a matter of the limit
 * that it looks for and not of a request.
 */
const concurrent = async ({ get }: Client, calls: number) => {
  let done = 0
  let started = { at: performance.now(), cpu: process.cpuUsage(), done: 0 }
  const work = async () => {
    while (done + inFlight <= calls) {
      await get()
      if (++done === calls / 4) started = { at: performance.now(), cpu: process.cpuUsage(), done }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  const { system, user } = process.cpuUsage(started.cpu)
  const counted = done - started.done
  return { rate: counted / (performance.now() - started.at) * 1000, cpu: (user + system) / counted }
}

/** The first round warms up and does not count. */
export const measure = async (
  url: string,
  peers: ReadonlyArray<Peer>,
  { calls, rounds }: { readonly calls: number; readonly rounds: number }
): Promise<ReadonlyArray<Measured>> => {
  const runs = peers.map(({ make, name }) => ({
    name,
    client: make(url),
    sequential: Array<number>(),
    concurrent: Array<number>(),
    cpu: Array<number>()
  }))
  for (let round = 0; round <= rounds; round++) {
    for (const run of runs) {
      const [one, many] = [await sequential(run.client, calls / 4), await concurrent(run.client, calls)]
      if (round === 0) continue
      run.sequential.push(one)
      run.concurrent.push(many.rate)
      run.cpu.push(many.cpu)
    }
  }
  for (const { client } of runs) await client.close()
  return runs.map((run) => ({
    name: run.name,
    sequential: median(run.sequential),
    concurrent: median(run.concurrent),
    cpu: median(run.cpu)
  }))
}
