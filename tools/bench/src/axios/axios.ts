/** The axios interceptor beside axios-auth-refresh and axios-retry: calls whose token is refused, and what it costs otherwise. */
import { parseArgs } from "node:util"
import * as ServerProcess from "../rate-limit/ServerProcess.ts"
import {
  bare,
  type Contender,
  ours,
  oursOnSchedule,
  oursWithoutGetAdapter,
  peer,
  peerWithoutQueue
} from "./contenders.ts"
import type { Seen } from "./serve.ts"

const script = new URL("./serve.ts", import.meta.url)
const scenarios = [0, 400].flatMap((spread) => ["reusable", "single-use"].map((use) => ({ spread, use })))
const calls = 200
const inFlight = 50
const callsOfRound = 600

const row = (...cells: ReadonlyArray<string | number>) => console.log(`| ${cells.join(" | ")} |`)

const herd = async ({ make, name }: Contender, { spread, use }: (typeof scenarios)[number]) => {
  using server = await ServerProcess.start<Seen>(`${spread} ${use}`, script)
  const instance = make(server.url)
  const started = performance.now()
  const replies = await Promise.allSettled(Array.from({ length: calls }, (_, call) => instance.get(`/${call}`)))
  const millis = Math.round(performance.now() - started)
  const failed = replies.filter(({ status }) => status === "rejected").length
  const seen = await server.seen()
  row(name, spread === 0 ? "at once" : `over ${spread} ms`, use, failed, seen.renewals, seen.calls, millis)
}

/** CPU time of one call in microseconds, of this process alone. */
const cost = async (instance: ReturnType<Contender["make"]>) => {
  const before = process.cpuUsage()
  let left = callsOfRound
  const worker = async () => {
    while (left-- > 0) await instance.get("/plain")
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  const { system, user } = process.cpuUsage(before)
  return (user + system) / callsOfRound
}

const median = (numbers: ReadonlyArray<number>) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN

/** Round by round in turn, so that what else the machine does meets all of them. */
const costs = async (contenders: ReadonlyArray<Contender>, rounds: number) => {
  using server = await ServerProcess.start<Seen>("", script)
  const runners = contenders.map(({ make, name }) => ({ name, instance: make(server.url), costs: Array<number>() }))
  for (let round = -2; round < rounds; round++) {
    for (const runner of round % 2 === 0 ? runners : runners.toReversed()) {
      globalThis.gc?.()
      const one = await cost(runner.instance)
      if (round >= 0) runner.costs.push(one)
    }
  }
  const base = median(runners[0]?.costs ?? [])
  for (const { costs, name } of runners) row(name, median(costs).toFixed(0), (median(costs) / base).toFixed(3))
}

export const axios = async (args: ReadonlyArray<string>) => {
  const { values: { short } } = parseArgs({
    args: [...args],
    options: { short: { type: "boolean", default: false } }
  })
  const rounds = short ? 5 : 15
  console.log(
    `\n# Axios interceptors\n\n## ${calls} calls whose token is refused; the server accepts its newest token alone\n`
  )
  row("client", "401s", "refresh token", "failed", "renewals", "requests", "ms")
  row(...Array.from({ length: 7 }, () => "---"))
  for (const scenario of short ? scenarios.slice(-1) : scenarios) {
    for (const contender of short ? [ours] : [ours, peer, peerWithoutQueue]) await herd(contender, scenario)
  }
  console.log(
    `\n## CPU time of a call with a good token, ${inFlight} in flight, median of ${rounds} rounds of ${callsOfRound}\n`
  )
  row("client", "microseconds", "to axios alone")
  row("---", "---", "---")
  const others = [{ ...bare, name: `${bare.name}, once more` }, peer]
  await costs([bare, ...(short ? [] : others), ours, ...(short ? [] : [oursWithoutGetAdapter]), oursOnSchedule], rounds)
}
