/** Callers that come at random to a server with a limit, and what must be true of whatever they send. */
import { assert } from "@effect/vitest"
import { Schema } from "effect"
import * as LimitedServer from "./limitedServer.ts"

const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

export const Schedule = Schema.Struct({
  kind: Schema.Literals(["fixed window", "sliding log", "bucket", "bucket from its use"]),
  told: Schema.Literals(["nothing", "wait", "body", "fields"]),
  count: between(1, 8),
  seconds: between(1, 3),
  /** From one caller to the next, in milliseconds. */
  gaps: Schema.Array(Schema.Union([Schema.Literals([0]), between(0, 700)])).check(
    Schema.isMinLength(5),
    Schema.isMaxLength(24)
  ),
  /** The longest way to the server, and back. */
  latency: between(0, 400),
  seed: between(0, 1_000_000)
})
export type Schedule = typeof Schedule.Type

export const limitOf = ({ count, kind, seconds }: Schedule): LimitedServer.Limit => ({
  kind,
  count,
  window: seconds * 1000
})

/** Numbers from 0 to 1, the same ones for the same seed. */
export const randomFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

/** When each caller comes. */
export const arrivalsOf = ({ gaps }: Schedule): ReadonlyArray<number> => {
  let now = 0
  return [0, ...gaps].map((gap) => now += gap)
}

/** A request, as its sender saw it. `order` and `end` number all that happens, in the order in which it does. */
export interface Sent {
  readonly caller: number
  readonly at: number
  readonly order: number
  reply: (LimitedServer.Reply & { readonly at: number; readonly order: number }) | undefined
}

/** Writes down what is sent and what comes back. */
export const makeTrace = () => {
  const sent: Array<Sent> = []
  let order = 0
  return {
    sent,
    send: (caller: number, at: number) => {
      const request: Sent = { caller, at, order: order++, reply: undefined }
      sent.push(request)
      return (reply: LimitedServer.Reply, at: number) => void (request.reply = { ...reply, at, order: order++ })
    }
  }
}

/** Nothing is sent after a refusal was read and before the time that it told. */
const assertFloor = (sent: ReadonlyArray<Sent>) => {
  for (const { reply } of sent) {
    if (reply?.wait === undefined) continue
    const until = reply.at + reply.wait
    const early = sent.find(({ at, order }) => order > reply.order && at < until)
    assert.isUndefined(early, `sent at ${early?.at}, but closed from ${reply.at} to ${until}`)
  }
}

/** Callers are sent for the first time in the order in which they came. */
const assertFifo = (sent: ReadonlyArray<Sent>) => {
  const firsts = [...new Set(sent.map(({ caller }) => caller))]
  assert.deepStrictEqual(firsts, firsts.toSorted((one, other) => one - other))
}

/** Between a refusal and the next success, only one request of those sent since is on its way. */
const assertOneProbe = (sent: ReadonlyArray<Sent>) => {
  const replies = sent.flatMap(({ reply }) => reply ?? [])
  for (const refusal of replies.filter(({ status }) => status === 429)) {
    const successes = replies.filter(({ order, status }) => status === 200 && order > refusal.order)
    const opened = Math.min(...successes.map(({ order }) => order))
    const probes = sent.filter(({ order }) => order > refusal.order && order < opened)
    probes.slice(1).forEach(({ at, order }, index) => {
      const before = probes[index]?.reply?.order ?? Infinity
      assert.isBelow(before, order, `a second probe at ${at}`)
    })
  }
}

/** After a limit was told, never more than it in any window. */
const assertLimit = (
  sent: ReadonlyArray<Sent>,
  limit: LimitedServer.Limit,
  by: "body" | "fields"
) => {
  const { count, window } = limit
  const told = sent.flatMap(({ reply }) => reply?.status === 429 || (reply && by === "fields") ? [reply.order] : [])
  const later = sent.filter(({ order }) => order > Math.min(...told))
  const most = LimitedServer.isBucket(limit) ? count + LimitedServer.refillOf(limit) : count
  later.slice(most).forEach(({ at }, index) =>
    assert.isAtLeast(at - (later[index]?.at ?? 0), window, `${most + 1} requests within a window, until ${at}`)
  )
}

/** Once a window was told, no more is refused of what is sent later than was admitted in the window before. */
const assertLearned = (sent: ReadonlyArray<Sent>, { window }: LimitedServer.Limit) => {
  const refused = sent.filter(({ reply }) => reply?.status === 429)
  const told = refused.flatMap(({ reply }) => reply ?? []).toSorted((one, other) => one.order - other.order)[0]
  if (told === undefined) return
  const late = refused.filter(({ order }) => order > told.order)
  const before = sent.filter(({ reply }) => reply && reply.order < told.order && reply.at > told.at - window)
  assert.isAtMost(late.length, before.length, `refused though the limit was known: ${late.map(({ at }) => at)}`)
}

/** What must be true of every schedule. */
export const assertSchedule = (schedule: Schedule, sent: ReadonlyArray<Sent>) => {
  const { told } = schedule
  const limit = limitOf(schedule)
  const admitted = sent.filter(({ reply }) => reply?.status === 200).map(({ caller }) => caller)
  assert.deepStrictEqual(
    admitted.toSorted((one, other) => one - other),
    arrivalsOf(schedule).map((_, caller) => caller)
  )
  assertFloor(sent)
  assertFifo(sent)
  if (told === "nothing" || told === "wait") assertOneProbe(sent)
  const isBucket = LimitedServer.isBucket(limit)
  if (told === "body" && !isBucket) assertLearned(sent, limit)
  if (told === "body" || (told === "fields" && !isBucket)) assertLimit(sent, limit, told)
}
