import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import { TokenExpired, VerifierMisconfigured, VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { TestClock } from "effect/testing"
import { bad, claims, good, makeCache } from "./verificationCaches.ts"

describe("VerificationCache", () => {
  it.effect("remembers a valid token for 60 s, however often it is asked for", () =>
    Effect.gen(function*() {
      const { asked, inspect, verify } = yield* makeCache()
      assert.deepStrictEqual(yield* verify(good), claims)
      yield* TestClock.adjust("59999 millis")
      assert.deepStrictEqual(yield* verify(good), claims)
      assert.strictEqual(asked.length, 1)
      yield* TestClock.adjust("1 millis")
      yield* verify(good)
      assert.strictEqual(asked.length, 2)
      assert.deepStrictEqual(yield* inspect, {
        hits: 1,
        misses: 2,
        stale: 1,
        evicted: 0,
        valid: 1,
        refused: 0,
        asking: 0
      })
    }))

  it.effect.each<[string, number, Claims, number]>([
    ["what is left of its life", 1790, claims, 10],
    ["its whole life, when the clock here is slow", 0, { ...claims, iat: 9990, exp: 10_000 }, 10],
    ["60 s, when the clock here is very slow", 0, { ...claims, iat: 9000, exp: 10_000 }, 60],
    ["5 s, when the clock here is fast", 1800, claims, 5],
    ["its whole life, when that is short and the clock here is fast", 1800, { ...claims, iat: 1797 }, 3]
  ])("remembers a valid token for %s", ([, now, claims, seconds]) =>
    Effect.gen(function*() {
      const { asked, verify } = yield* makeCache({ answer: () => Effect.succeed(claims) })
      yield* TestClock.setTime(now * 1000)
      yield* verify(good)
      yield* TestClock.adjust(seconds * 1000 - 1)
      yield* verify(good)
      assert.strictEqual(asked.length, 1)
      yield* TestClock.adjust(1)
      yield* verify(good)
      assert.strictEqual(asked.length, 2)
    }))

  it.effect("does not remember a token that never lived", () =>
    Effect.gen(function*() {
      const { asked, verify } = yield* makeCache({ answer: () => Effect.succeed({ ...claims, iat: 1800 }) })
      yield* verify(good)
      yield* verify(good)
      assert.strictEqual(asked.length, 2)
    }))

  it.effect.each([new TokenExpired(), new TokenInvalid({ description: "bad" })])(
    "remembers %s for 10 s",
    (refusal) =>
      Effect.gen(function*() {
        const { asked, inspect, verify } = yield* makeCache({ answer: () => Effect.fail(refusal) })
        for (const wait of [0, 9999]) {
          yield* TestClock.adjust(wait)
          assert.strictEqual(yield* Effect.flip(verify(good)), refusal)
        }
        assert.strictEqual(asked.length, 1)
        assert.include(yield* inspect, { hits: 1, refused: 1, valid: 0 })
        yield* TestClock.adjust(1)
        yield* Effect.flip(verify(good))
        assert.strictEqual(asked.length, 2)
      })
  )

  it.effect.each([new VerifierUnavailable({ reason: "down" }), new VerifierMisconfigured({ reason: "key" })])(
    "does not remember %s",
    (failure) =>
      Effect.gen(function*() {
        const { asked, inspect, verify } = yield* makeCache({ answer: () => Effect.fail(failure) })
        for (const _ of [1, 2]) assert.strictEqual(yield* Effect.flip(verify(good)), failure)
        assert.strictEqual(asked.length, 2)
        assert.include(yield* inspect, { hits: 0, misses: 2, stale: 0, valid: 0, refused: 0 })
      })
  )

  it.effect("asks every time when maxAge is zero", () =>
    Effect.gen(function*() {
      const { asked, inspect, verify } = yield* makeCache({ maxAge: Duration.zero })
      for (const token of [good, good, bad(1), bad(1)]) yield* Effect.exit(verify(token))
      assert.strictEqual(asked.length, 4)
      assert.include(yield* inspect, { hits: 0, valid: 0, refused: 0 })
    }))

  it.effect("remembers nothing longer than maxAge", () =>
    Effect.gen(function*() {
      const { asked, verify } = yield* makeCache({ maxAge: Duration.seconds(3) })
      for (const wait of [0, 2999, 1]) {
        yield* TestClock.adjust(wait)
        for (const token of [good, bad(1)]) yield* Effect.exit(verify(token))
      }
      assert.strictEqual(asked.length, 4)
    }))
})
