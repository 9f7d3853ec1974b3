import { Sender } from "@atlas-bearer/core/Sender"
import type { Throttle } from "@atlas-bearer/core/Throttle"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, Random, Schema } from "effect"
import { TestClock } from "effect/testing"
import { inspect, settle } from "./passing.ts"
import { ended, ok, refusal, send, serverOf, type Step } from "./sending.ts"

const run = <A, E>(test: Effect.Effect<A, E, Sender | Throttle>) => Effect.provide(test, Sender.layer)
const slow: Step = { status: 200, latency: 1e9 }
const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

describe("the deadline", () => {
  it.effect("ends a call whose reply does not come", () =>
    run(Effect.gen(function*() {
      const { error, took } = yield* ended(send(serverOf(slow), { deadline: 5 }))
      assert(typeof error === "object" && error._tag === "DeadlineExceeded")
      assert.deepStrictEqual([took, error.attempts, error.cause], [5000, 1, undefined])
      assert.deepStrictEqual(error.deadline, Duration.seconds(5))
    })))

  it.effect("ends a call that was never sent", () =>
    run(Effect.gen(function*() {
      const hanging = yield* Effect.forkChild(
        Effect.all(Array.from({ length: 4 }, () => send(serverOf(slow))), { concurrency: "unbounded" })
      )
      yield* settle
      const server = serverOf(ok)
      const { error, took } = yield* ended(send(server, { deadline: 5 }))
      assert(typeof error === "object" && error._tag === "DeadlineExceeded")
      assert.deepStrictEqual([took, error.attempts, server.times.length], [5000, 0, 0])
      assert.deepStrictEqual((yield* inspect).map(({ waiters }) => waiters), [0])
      yield* Fiber.interrupt(hanging)
    })))

  it.effect("ends a call that is sent again and again", () =>
    run(Effect.gen(function*() {
      const server = serverOf({ status: 500, latency: 100 })
      const { error, took } = yield* ended(send(server, { idempotent: true, deadline: 20, retries: 1000 }))
      assert(typeof error === "object" && error._tag === "DeadlineExceeded")
      assert.deepStrictEqual([took, error.attempts, error.cause], [20_000, server.times.length, "500"])
      assert.include(error.message, "failed with 500")
    })))

  it.effect("ends a call that is refused again and again, before it passes", () =>
    run(Effect.gen(function*() {
      const server = serverOf(refusal("2"))
      const { error, took } = yield* ended(send(server, { deadline: 7 }))
      assert(typeof error === "object" && error._tag === "RateLimited")
      assert.deepStrictEqual([took < 6200, error.attempts, server.times.length], [true, 4, 4])
    })))

  it.effect("counts the time that was spent before", () =>
    run(Effect.gen(function*() {
      const server = serverOf({ ...refusal("2"), latency: 2000 }, ok)
      const { error, took } = yield* ended(send(server, { deadline: 3 }))
      assert(typeof error === "object" && error._tag === "RateLimited")
      assert.deepStrictEqual([took, error.attempts], [2000, 1])
    })))
})

describe("a wait that is too long", () => {
  it.effect.each([["4", 60, 3], ["2", 1, 90], ["61", 60, 90]] as const)(
    "of %s s fails now and says when to come back",
    ([retryAfter, maxRetryAfter, deadline]) =>
      run(Effect.gen(function*() {
        const server = serverOf(refusal(retryAfter), ok)
        const { error, took } = yield* ended(send(server, { deadline, maxRetryAfter }))
        assert(typeof error === "object" && error._tag === "RateLimited")
        assert.deepStrictEqual([took, error.attempts, server.times.length], [0, 1, 1])
        assert(error.retryAfter !== undefined && error.retryAt !== undefined)
        assert.isAtLeast(Duration.toSeconds(error.retryAfter), Number(retryAfter))
      }))
  )

  it.effect("is also one that follows from a limit which is known", () =>
    run(Effect.gen(function*() {
      const text = JSON.stringify({ errorCode: "RATE_LIMITED", parameters: ["/x", 1, 5] })
      const server = serverOf({ status: 429, text, fields: { "retry-after": "1" } }, ok)
      assert.strictEqual((yield* ended(send(server))).value, 200)
      const { error, took } = yield* ended(send(server))
      assert(typeof error === "object")
      assert.deepStrictEqual([error._tag, took], ["RateLimited", 0])
    })))

  it.effect("is also one that follows from what is left", () =>
    run(Effect.gen(function*() {
      const server = serverOf({ status: 200, fields: { ratelimit: "\"x\";r=0;t=3600" } })
      assert.strictEqual((yield* ended(send(server))).value, 200)
      const { error, took } = yield* ended(send(server))
      assert(typeof error === "object")
      assert.deepStrictEqual([error._tag, took], ["RateLimited", 0])
    })))
})

/** Counts who sleeps on the test clock. */
const countingSleepers = Effect.map(Clock.Clock, (clock) => {
  const sleepers = { count: 0 }
  const sleep: typeof clock.sleep = (duration) =>
    Effect.acquireUseRelease(
      Effect.sync(() => sleepers.count++),
      () => clock.sleep(duration),
      () => Effect.sync(() => void sleepers.count--)
    )
  return { sleepers, clock: { ...clock, sleep } }
})

const steps: ReadonlyArray<Step> = [ok, refusal("2"), refusal(), { status: 500 }, refusal("1", 503), slow]

describe("an interruption", () => {
  it.effect.prop(
    "leaves no timer and no place, whenever it comes",
    {
      script: Schema.Array(Schema.Struct({ step: between(0, steps.length - 1), latency: between(0, 300) })),
      calls: between(1, 8),
      after: between(0, 5000),
      seed: Schema.Int
    },
    ({ after, calls, script, seed }) =>
      run(Effect.gen(function*() {
        const { clock, sleepers } = yield* countingSleepers
        const server = serverOf(...script.map(({ latency, step }) => ({ latency, ...steps[step] ?? ok })))
        const sent = Effect.forEach(
          Array.from({ length: calls }),
          () => Effect.ignore(send(server, { idempotent: true, retries: 10 })),
          { concurrency: "unbounded" }
        )
        const fiber = yield* Effect.forkChild(Effect.provideService(sent, Clock.Clock, clock))
        yield* TestClock.adjust(Duration.millis(after))
        yield* Fiber.interrupt(fiber)
        assert.strictEqual(sleepers.count, 0)
        const held = (yield* inspect).map(({ inFlight, waiters }) => inFlight + waiters)
        assert.isTrue(held.every((places) => places === 0))
      })).pipe(Random.withSeed(seed)),
    { timeout: 30_000, arbitrary: { runs: 300 } }
  )
})
