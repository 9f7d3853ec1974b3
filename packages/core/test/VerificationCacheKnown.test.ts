import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber, type Redacted } from "effect"
import { value } from "effect/Redacted"
import { TestClock } from "effect/testing"
import { createHash } from "node:crypto"
import { bad, claims, good, makeCache } from "./verificationCaches.ts"

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex")

const make = Effect.fnUntraced(function*(options?: Parameters<typeof makeCache>[0]) {
  const { known, ...cache } = yield* makeCache(options)
  return {
    ...cache,
    known: (token: Redacted.Redacted) =>
      Clock.clockWith((clock) => Effect.sync(() => known(value(token), digestOf, clock)))
  }
})

describe("known", () => {
  it.effect("gives the claims of a token that was found valid, until they end", () =>
    Effect.gen(function*() {
      const { asked, inspect, known, verify } = yield* make()
      assert.isUndefined(yield* known(good))
      yield* verify(good)
      assert.deepStrictEqual(yield* known(good), claims)
      assert.include(yield* inspect, { hits: 1, misses: 1 })
      yield* TestClock.adjust("60 seconds")
      assert.isUndefined(yield* known(good))
      assert.include(yield* inspect, { hits: 1, misses: 1, stale: 1 })
      assert.strictEqual(asked.length, 1)
    }))

  it.effect("gives the refusal of a token that was refused, until it ends", () =>
    Effect.gen(function*() {
      const { inspect, known, verify } = yield* make()
      const refusal = yield* Effect.flip(verify(bad(1)))
      assert.strictEqual(yield* known(bad(1)), refusal)
      assert.include(yield* inspect, { hits: 1, misses: 1 })
      yield* TestClock.adjust("10 seconds")
      assert.isUndefined(yield* known(bad(1)))
    }))

  it.effect("turns away who would have to wait when too many do, but for tokens that are asked about", () =>
    Effect.gen(function*() {
      const { asked, inspect, known, verify } = yield* make({ askingCapacity: 1, answer: () => Effect.never })
      // One asks with less patience, and shares no question with the other.
      const limits = { deadline: Duration.seconds(1), maxRetryAfter: Duration.zero, retries: 0 }
      const hasty = yield* Effect.forkChild(Effect.provideService(verify(good), SendOptions, limits))
      const patient = yield* Effect.forkChild(verify(good))
      yield* TestClock.adjust(1)
      assert.include(yield* known(bad(1)), { _tag: "VerifierUnavailable" })
      assert.strictEqual(yield* Effect.flip(verify(bad(1))), yield* known(bad(1)))
      yield* Fiber.interrupt(hasty)
      assert.isUndefined(yield* known(good))
      assert.include(yield* known(bad(1)), { _tag: "VerifierUnavailable" })
      yield* Fiber.interrupt(patient)
      assert.lengthOf(asked, 2)
      assert.include(yield* inspect, { hits: 0, misses: 6, asking: 0 })
    }))

  it.effect("keeps the place of a question that nobody waits for any longer for 10 s", () =>
    Effect.gen(function*() {
      const { asked, known, verify } = yield* make({ askingCapacity: 10, answer: () => Effect.never })
      // Whoever sends and leaves has no more asked than who stays: the same token or another each time.
      for (let n = 0; n < 100; n++) {
        const fiber = yield* Effect.forkChild(Effect.exit(verify(bad(n % 5))))
        yield* TestClock.adjust(10)
        yield* Fiber.interrupt(fiber)
      }
      assert.lengthOf(asked, 10)
      assert.include(yield* known(bad(0)), { _tag: "VerifierUnavailable" })
      // The first ten left after 10 to 100 ms.
      yield* TestClock.adjust(9010)
      assert.isUndefined(yield* known(bad(0)))
      yield* Effect.forkChild(Effect.exit(verify(bad(0))))
      yield* TestClock.adjust(9)
      assert.include(yield* known(bad(1)), { _tag: "VerifierUnavailable" })
    }))

  it.effect("says why nobody is asked, unless others may know the token", () =>
    Effect.gen(function*() {
      const reason = new VerifierUnavailable({ reason: "down" })
      const closed = (now: number) => now < 1000 ? reason : undefined
      const { known, verify } = yield* make({ closed })
      assert.strictEqual(yield* known(good), reason)
      assert.strictEqual(yield* Effect.flip(verify(good)), reason)
      const cache = { get: async () => undefined, set: async () => undefined }
      assert.isUndefined(yield* (yield* make({ closed, cache })).known(good))
      yield* TestClock.adjust("1 second")
      assert.isUndefined(yield* known(good))
    }))

  it.effect("keeps in memory what it gives", () =>
    Effect.gen(function*() {
      const { asked, known, verify } = yield* make({
        capacity: 2,
        answer: () => Effect.succeed(claims)
      })
      for (const token of [bad(1), bad(2)]) yield* verify(token)
      yield* TestClock.adjust("1 second")
      yield* known(bad(1))
      yield* verify(bad(3))
      assert.deepStrictEqual(yield* known(bad(1)), claims)
      assert.isUndefined(yield* known(bad(2)))
      assert.strictEqual(asked.length, 3)
    }))
})
