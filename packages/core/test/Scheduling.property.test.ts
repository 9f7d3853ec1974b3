import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Random } from "effect"
import { TestClock } from "effect/testing"
import * as GateSchedule from "./internal/gateSchedule.ts"
import * as LimitedServer from "./limitedServer.ts"
import { arrivalsOf, assertSchedule, limitOf, makeTrace, randomFrom, Schedule } from "./schedules.ts"

const patient = { deadline: Duration.days(1), maxRetryAfter: Duration.days(1), retries: 0 }

/** Runs a schedule on everything, down to the attempts. */
const run = (schedule: Schedule) =>
  Effect.gen(function*() {
    const { send } = yield* Sender
    const server = LimitedServer.make(limitOf(schedule), schedule.told)
    const random = randomFrom(schedule.seed)
    const trace = makeTrace()
    const request = { key: "key", origin: "https://a.test", idempotent: false }
    const calls = arrivalsOf(schedule).map((at, caller) => {
      const attempt = Effect.gen(function*() {
        const receive = trace.send(caller, yield* Clock.currentTimeMillis)
        yield* Effect.sleep(Math.round(random() * schedule.latency))
        const reply = server(yield* Clock.currentTimeMillis)
        yield* Effect.sleep(Math.round(random() * schedule.latency))
        receive(reply, yield* Clock.currentTimeMillis)
        return { ...reply, text: Effect.succeed(reply.text), value: caller }
      })
      return Effect.andThen(Effect.sleep(at), send(request, attempt, () => ""))
    })
    const fiber = yield* Effect.forkChild(Effect.all(calls, { concurrency: "unbounded", discard: true }))
    for (let hours = 0; fiber.pollUnsafe() === undefined; hours++) {
      assert.isBelow(hours, 24, "somebody still waits after a day")
      yield* TestClock.adjust("1 hour")
    }
    yield* Fiber.join(fiber)
    return trace.sent
  }).pipe(
    Effect.provide(Sender.layer),
    Effect.provideService(SendOptions, patient),
    Random.withSeed(schedule.seed)
  )

describe("a schedule", () => {
  it.prop(
    "is kept by the gate",
    { schedule: Schedule },
    ({ schedule }) => assertSchedule(schedule, GateSchedule.run(schedule)),
    { timeout: 60_000, arbitrary: { runs: 10_000, size: 24 } }
  )

  it.effect.prop(
    "is kept by everything together",
    { schedule: Schedule },
    ({ schedule }) => Effect.map(run(schedule), (sent) => assertSchedule(schedule, sent)),
    { timeout: 60_000, arbitrary: { runs: 10_000, size: 24 } }
  )
})

/** 60 calls at once, of which the server allows 10 every 2 s. */
const crowd = (told: LimitedServer.Told, kind: LimitedServer.Limit["kind"], seed: number): Schedule => ({
  kind,
  told,
  count: 10,
  seconds: 2,
  gaps: Array.from({ length: 59 }, () => 0),
  latency: 10,
  seed
})

describe("sixty calls at once", () => {
  it.effect.each(
    [
      ["fixed window", "wait", 80],
      ["sliding log", "wait", 80],
      ["fixed window", "body", 74],
      ["sliding log", "body", 74],
      ["bucket from its use", "body", 74],
      ["fixed window", "fields", 66]
    ] as const
  )("need hardly more requests: %s, told in %s, at most %i", ([kind, told, most]) =>
    Effect.gen(function*() {
      for (let seed = 0; seed < 20; seed++) {
        const schedule = crowd(told, kind, seed)
        const sent = yield* run(schedule)
        assertSchedule(schedule, sent)
        assert.isAtMost(sent.length, most)
      }
    }), 30_000)
})
