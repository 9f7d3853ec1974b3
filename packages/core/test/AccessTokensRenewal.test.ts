import * as AccessTokens from "@atlas-bearer/core/AccessTokens"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { issuer, life, valueOf } from "./issuer.ts"

describe("A renewal of AccessTokens", () => {
  it.effect("renews behind the callers from 80 % of the life on, and early enough at 70 %", () =>
    Effect.gen(function*() {
      const { issued, renew } = issuer()
      const tokens = yield* AccessTokens.make({ renew: Effect.delay(renew, "1 second") })
      const first = yield* Effect.forkChild(tokens.get)
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(first)
      yield* TestClock.adjust(Duration.times(life, 0.69))
      assert.strictEqual(yield* valueOf(tokens.get), "t1")
      assert.deepStrictEqual(issued, ["t1"])
      yield* TestClock.adjust(Duration.times(life, 0.12))
      const served = yield* Effect.all(Array.from({ length: 50 }, () => valueOf(tokens.get)))
      assert.deepStrictEqual(new Set(served), new Set(["t1"]))
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* valueOf(tokens.get), "t2")
      assert.deepStrictEqual(issued, ["t1", "t2"])
    }))

  it.effect("serves the old token through an outage of the renewal, until its last second", () =>
    Effect.gen(function*() {
      const current = { accessToken: Redacted.make("t0"), life }
      const tokens = yield* AccessTokens.make({ renew: Effect.fail("down"), current })
      for (const wait of [Duration.times(life, 0.9), Duration.times(life, 0.08), Duration.seconds(30)]) {
        yield* TestClock.adjust(wait)
        const caller = yield* Effect.forkChild(valueOf(tokens.get))
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* Fiber.join(caller), "t0")
      }
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(yield* Effect.flip(tokens.get), "down")
    }))

  it.effect("serves it too while the renewal does not answer", () =>
    Effect.gen(function*() {
      const current = { accessToken: Redacted.make("t0"), life }
      const tokens = yield* AccessTokens.make({ renew: Effect.never, current })
      yield* TestClock.adjust(Duration.subtract(life, Duration.minutes(1)))
      assert.strictEqual(yield* valueOf(tokens.get), "t0")
      yield* TestClock.adjust("51 seconds")
      const caller = yield* Effect.forkChild(valueOf(tokens.get))
      yield* TestClock.adjust("4 seconds")
      assert.strictEqual(yield* Fiber.join(caller), "t0")
    }))

  it.effect("counts how long this one takes, and not since the one before", () =>
    Effect.gen(function*() {
      const short = Effect.map(issuer().renew, (issued) => ({ ...issued, life: Duration.seconds(19) }))
      const tokens = yield* AccessTokens.make({ renew: Effect.delay(short, "6 seconds") })
      const first = yield* Effect.forkChild(valueOf(tokens.get))
      yield* TestClock.adjust("23 seconds")
      assert.strictEqual(yield* Fiber.join(first), "t1")
      // It has two seconds left, and the next one comes in six.
      const callers = yield* Effect.forkChild(
        Effect.all([valueOf(tokens.get), valueOf(tokens.get)], { concurrency: 2 })
      )
      yield* TestClock.adjust("6 seconds")
      assert.deepStrictEqual(yield* Fiber.join(callers), ["t2", "t2"])
    }))

  it.effect("serves it too to a caller who has less time than it", () =>
    Effect.gen(function*() {
      const current = { accessToken: Redacted.make("t0"), life }
      const tokens = yield* AccessTokens.make({ renew: Effect.never, current })
      yield* TestClock.adjust(Duration.subtract(life, Duration.seconds(9)))
      const options = { ...SendOptions.defaultValue(), deadline: Duration.seconds(2) }
      const caller = yield* Effect.forkChild(Effect.provideService(valueOf(tokens.get), SendOptions, options))
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* Fiber.join(caller), "t0")
    }))

  it.effect("goes on with a renewal whose caller was interrupted", () =>
    Effect.gen(function*() {
      const { issued, renew } = issuer()
      const tokens = yield* AccessTokens.make({ renew: Effect.delay(renew, "5 seconds") })
      const first = yield* Effect.forkChild(tokens.get)
      const second = yield* Effect.forkChild(valueOf(tokens.get))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(first)
      yield* TestClock.adjust("4 seconds")
      assert.strictEqual(yield* Fiber.join(second), "t1")
      assert.deepStrictEqual(issued, ["t1"])
    }))

  it.effect.each([0, -5, 0.5, 9])(
    "asks at most once a second for tokens that live %f s",
    (seconds) =>
      Effect.gen(function*() {
        let renewals = 0
        const renew = Effect.sync(() => ({
          accessToken: Redacted.make(`t${renewals++}`),
          life: Duration.seconds(seconds)
        }))
        const tokens = yield* AccessTokens.make({ renew })
        const callers = yield* Effect.forkChild(
          Effect.forEach(Array.from({ length: 500 }), () => tokens.get, { concurrency: 10 })
        )
        yield* TestClock.adjust("10 seconds")
        assert.isAtMost(renewals, 11)
        yield* Fiber.interrupt(callers)
      })
  )

  it.effect("asks nobody again after the end", () =>
    Effect.gen(function*() {
      let asked = 0
      const renew = Effect.suspend(() => {
        asked++
        return Effect.fail("ended" as const)
      })
      const current = { accessToken: Redacted.make("t0"), life }
      const tokens = yield* AccessTokens.make({ renew, current, isEnd: (error) => error === "ended" })
      yield* tokens.invalidate(current.accessToken)
      assert.strictEqual(yield* Effect.flip(tokens.get), "ended")
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* Effect.flip(tokens.get), "ended")
      assert.strictEqual(asked, 1)
    }))

  it.effect("stays ended when a renewal arrives that was under way", () =>
    Effect.gen(function*() {
      const { renew } = issuer()
      const tokens = yield* AccessTokens.make({
        renew: Effect.andThen(Effect.delay(renew, "5 seconds"), Effect.fail("no"))
      })
      const caller = yield* Effect.forkChild(Effect.flip(tokens.get))
      yield* TestClock.adjust("1 second")
      yield* tokens.end("ended")
      yield* TestClock.adjust("4 seconds")
      assert.strictEqual(yield* Fiber.join(caller), "ended")
      assert.isUndefined(tokens.warm())
      assert.strictEqual(yield* Effect.flip(tokens.get), "ended")
    }))

  it.effect("keeps nobody longer than its own deadline, whatever the renewal takes", () =>
    Effect.gen(function*() {
      const { renew } = issuer()
      const tokens = yield* AccessTokens.make({ renew: Effect.delay(renew, "20 seconds") })
      const hasty = { deadline: Duration.seconds(3), maxRetryAfter: Duration.zero, retries: 0 }
      const first = yield* Effect.forkChild(Effect.flip(Effect.provideService(tokens.get, SendOptions, hasty)))
      const patient = yield* Effect.forkChild(valueOf(tokens.get))
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual((yield* Fiber.join(first))._tag, "DeadlineExceeded")
      yield* TestClock.adjust("17 seconds")
      assert.strictEqual(yield* Fiber.join(patient), "t1")
    }))

  it.effect("asks again after a failed renewal", () =>
    Effect.gen(function*() {
      const { renew } = issuer()
      let attempts = 0
      const tokens = yield* AccessTokens.make({
        renew: Effect.suspend(() => attempts++ === 0 ? Effect.fail("down") : renew)
      })
      assert.strictEqual(yield* Effect.flip(tokens.get), "down")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* valueOf(tokens.get), "t1")
    }))
})
