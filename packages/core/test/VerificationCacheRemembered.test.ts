import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { bad, claims, good, makeCache } from "./verificationCaches.ts"

describe("remembered", () => {
  it.effect("gives the claims of a token that was found valid, until they end", () =>
    Effect.gen(function*() {
      const { asked, inspect, remembered, verify } = yield* makeCache()
      assert.isUndefined(yield* remembered(good))
      yield* verify(good)
      assert.deepStrictEqual(yield* remembered(good), claims)
      assert.include(yield* inspect, { hits: 1, misses: 1 })
      yield* TestClock.adjust("60 seconds")
      assert.isUndefined(yield* remembered(good))
      assert.include(yield* inspect, { hits: 1, misses: 1, stale: 1 })
      assert.strictEqual(asked.length, 1)
    }))

  it.effect("gives nothing for a token that was refused", () =>
    Effect.gen(function*() {
      const { remembered, verify } = yield* makeCache()
      yield* Effect.exit(verify(bad(1)))
      assert.isUndefined(yield* remembered(bad(1)))
    }))

  it.effect("keeps in memory what it gives", () =>
    Effect.gen(function*() {
      const { asked, remembered, verify } = yield* makeCache({
        capacity: 2,
        answer: () => Effect.succeed(claims)
      })
      for (const token of [bad(1), bad(2)]) yield* verify(token)
      yield* remembered(bad(1))
      yield* verify(bad(3))
      assert.deepStrictEqual(yield* remembered(bad(1)), claims)
      assert.isUndefined(yield* remembered(bad(2)))
      assert.strictEqual(asked.length, 3)
    }))
})
