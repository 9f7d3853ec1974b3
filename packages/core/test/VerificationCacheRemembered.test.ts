import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, type Redacted } from "effect"
import { value } from "effect/Redacted"
import { TestClock } from "effect/testing"
import { createHash } from "node:crypto"
import { bad, claims, good, makeCache } from "./verificationCaches.ts"

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex")

const make = Effect.fnUntraced(function*(options?: Parameters<typeof makeCache>[0]) {
  const { remembered, ...cache } = yield* makeCache(options)
  return {
    ...cache,
    remembered: (token: Redacted.Redacted) =>
      Clock.clockWith((clock) => Effect.sync(() => remembered(value(token), digestOf, clock)))
  }
})

describe("remembered", () => {
  it.effect("gives the claims of a token that was found valid, until they end", () =>
    Effect.gen(function*() {
      const { asked, inspect, remembered, verify } = yield* make()
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
      const { remembered, verify } = yield* make()
      yield* Effect.exit(verify(bad(1)))
      assert.isUndefined(yield* remembered(bad(1)))
    }))

  it.effect("keeps in memory what it gives", () =>
    Effect.gen(function*() {
      const { asked, remembered, verify } = yield* make({
        capacity: 2,
        answer: () => Effect.succeed(claims)
      })
      for (const token of [bad(1), bad(2)]) yield* verify(token)
      yield* TestClock.adjust("1 second")
      yield* remembered(bad(1))
      yield* verify(bad(3))
      assert.deepStrictEqual(yield* remembered(bad(1)), claims)
      assert.isUndefined(yield* remembered(bad(2)))
      assert.strictEqual(asked.length, 3)
    }))
})
