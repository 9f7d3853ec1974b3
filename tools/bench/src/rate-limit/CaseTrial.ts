/** Plays every case of Retry-After to a client, all at once, and judges what the server saw and how the calls ended. */
import { setTimeout } from "node:timers/promises"
import { type Case, cases, type Demand } from "./Cases.ts"
import type { Contender } from "./contenders.ts"
import * as Ended from "./Ended.ts"
import type { Client } from "./Peer.ts"
import * as ServerProcess from "./ServerProcess.ts"
import type { Record, Records } from "./servers/RetryAfterCases.ts"

export const server = "Retry-After cases"

const limitMillis = 5_000
/** What is at once, for a call that fails. */
const promptMillis = 1_000
/** How long after the instant a client may dawdle; `Date` counts whole seconds, so one of them is not the client's. */
const slackMillis = 1_500
/** When the second caller comes: the first has had its answer by then, even on a busy machine. */
const secondCallMillis = 300
/** Two random back-offs are together shorter than this once in a thousand runs, two round trips nearly always. */
const backOffMillis = 10
/** Clocks of two processes, and timers that count whole milliseconds. */
const toleranceMillis = 2

/** The calls that the demand is about, and how they ended. */
const play = async (client: Client, { demand, method }: Case, path: string): Promise<ReadonlyArray<Ended.Ended>> => {
  const call = () => Ended.of(() => client[method](path), limitMillis)
  if (demand === "failsAtOnce") {
    const ended = await call()
    return ended.as === "failed" ? [ended, await call()] : [ended]
  }
  if (demand !== "holdsEverybodyBack") return [await call()]
  const first = call()
  await setTimeout(secondCallMillis)
  return Promise.all([first, call()])
}

/** What is wrong, if anything is. */
const fault = (demand: Demand, { arrivals, opens }: Record, ended: ReadonlyArray<Ended.Ended>): string | undefined => {
  const [first = 0, ...later] = arrivals
  const shouldFail = demand === "failsAtOnce" || demand === "isNotResent"
  if (ended.some(({ as }) => as === "waiting")) return "still waiting"
  if (demand === "isNotResent" && later.length > 0) return "sent again"
  const early = demand === "backsOff"
    ? later.some((at, index) => index === 1 && at - first < backOffMillis)
    : later.some((at) => at < opens - toleranceMillis)
  if (early) return "too early"
  if (ended.some(({ as }) => as !== (shouldFail ? "failed" : "passed"))) return shouldFail ? "passed" : "failed"
  const late = shouldFail
    ? ended.some(({ millis }) => millis > promptMillis)
    : demand !== "backsOff" && later.some((at) => at > opens + slackMillis)
  return late ? "late" : undefined
}

export const head = ["client", `handled of ${Object.keys(cases).length}`, "not handled"]

/** One row of the table, against a server of its own. */
export const row = async ({ make, name }: Contender): Promise<ReadonlyArray<string>> => {
  using running = await ServerProcess.start<Records>(server)
  const client = make(running.url)
  await client.get("/warm-up")
  const ended = await Promise.all(
    Object.entries(cases).map(async ([segment, played], index) => {
      // So that the cases do not disturb each other's times.
      await setTimeout(index * 30)
      return [segment, played, await play(client, played, `/${segment}`)] as const
    })
  )
  const records = await running.seen()
  await client.close()
  const faults = ended.flatMap(([segment, { demand, name }, ended]) => {
    const record = records[segment]
    const found = record === undefined ? "not sent" : fault(demand, record, ended)
    return found === undefined ? [] : [{ found, name }]
  })
  const missed = Object.entries(Object.groupBy(faults, ({ found }) => found))
    .map(([found, cases = []]) => `${found}: ${cases.map(({ name }) => name).join(", ")}`)
  return [name, String(ended.length - faults.length), missed.join("; ")]
}
