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
import { costs, inFlight } from "./costs.ts"
import type { Seen } from "./serve.ts"

const script = new URL("./serve.ts", import.meta.url)
const scenarios = [0, 400].flatMap((spread) => ["reusable", "single-use"].map((use) => ({ spread, use })))
const calls = 200

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

export const axios = async (args: ReadonlyArray<string>) => {
  const { values: { short } } = parseArgs({
    args: [...args],
    options: { short: { type: "boolean", default: false } }
  })
  const amount = short
    ? { processes: 1, warmUps: 8, rounds: 9, calls: 500 }
    : { processes: 10, warmUps: 10, rounds: 9, calls: 1_000 }
  console.log(
    `\n# Axios interceptors\n\n## ${calls} calls whose token is refused; the server accepts its newest token alone\n`
  )
  row("client", "401s", "refresh token", "failed", "renewals", "requests", "ms")
  row(...Array.from({ length: 7 }, () => "---"))
  for (const scenario of short ? scenarios.slice(-1) : scenarios) {
    for (const contender of short ? [ours] : [ours, peer, peerWithoutQueue]) await herd(contender, scenario)
  }
  const { calls: callsOfRound, processes, rounds } = amount
  console.log(
    `\n## CPU time of a call with a good token, ${inFlight} in flight, mean of ${processes} processes, of each the median of ` +
      `${rounds} rounds of ${callsOfRound}, next to such rounds of axios alone in the same process\n`
  )
  row("client", "microseconds", "added", "to axios alone", "least", "most")
  row(...Array.from({ length: 6 }, () => "---"))
  const measured = short ? [ours, oursOnSchedule] : [bare, peer, ours, oursWithoutGetAdapter, oursOnSchedule]
  for (const { added, least, micros, most, name, ratio } of await costs(measured, amount)) {
    row(name, micros.toFixed(0), added.toFixed(0), ...[ratio, least, most].map((ratio) => ratio.toFixed(2)))
  }
}
