import { SendOptions } from "@atlas-bearer/core/SendOptions"
import * as VerificationCache from "@atlas-bearer/core/VerificationCache"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Exit, Fiber, Redacted } from "effect"
import * as Digest from "effect/crypto/Digest"
import { TestClock } from "effect/testing"
import { inspect } from "node:util"
import { digests } from "./digests.ts"
import { bad, byName, claims, good, makeCache } from "./verificationCaches.ts"

describe("VerificationCache", () => {
  it.effect("does not forget good tokens for a flood of bad ones, not even while they are asked for", () =>
    Effect.gen(function*() {
      const { asked, inspect, verify } = yield* makeCache({
        capacity: 2,
        refusedCapacity: 100,
        answer: (token) => Effect.andThen(Effect.sleep(1), byName(token))
      })
      const first = yield* Effect.forkChild(verify(good))
      yield* TestClock.adjust(1)
      yield* Fiber.join(first)
      const flood = yield* Effect.forkChild(
        Effect.forEach(Array.from({ length: 500 }, (_, n) => bad(n)), (token) => Effect.exit(verify(token)), {
          concurrency: "unbounded"
        })
      )
      yield* TestClock.adjust(1)
      yield* Fiber.join(flood)
      yield* verify(good)
      assert.strictEqual(asked.length, 501)
      assert.include(yield* inspect, { hits: 1, misses: 501, evicted: 400, valid: 1, refused: 100, asking: 0 })
    }))

  it.effect("forgets first what was not used for the longest", () =>
    Effect.gen(function*() {
      const { asked, verify } = yield* makeCache({ capacity: 2 })
      for (const name of ["a", "b", "a", "c", "a", "b"]) {
        yield* verify(Redacted.make(name))
        yield* TestClock.adjust("1 second")
      }
      assert.deepStrictEqual(asked, ["a", "b", "c", "b"])
    }))

  it.effect("asks about so many tokens at the same time, and no more", () =>
    Effect.gen(function*() {
      const { asked, inspect, verify } = yield* makeCache({
        askingCapacity: 2,
        answer: (token) => Effect.andThen(Effect.sleep(100), byName(token))
      })
      const [one, other, third] = ["one", "other", "third"].map((token) => Redacted.make(token))
      assert(one && other && third)
      const fibers = yield* Effect.forEach([one, other, one], (token) => Effect.forkChild(verify(token)))
      yield* TestClock.adjust(50)
      const refusal = yield* Effect.flip(verify(third))
      assert.include(refusal, { _tag: "VerifierUnavailable" })
      assert("retryAfter" in refusal && refusal.retryAfter)
      assert.strictEqual(Duration.toSeconds(refusal.retryAfter), 1)
      assert.include(yield* inspect, { asking: 2 })
      yield* TestClock.adjust(50)
      for (const fiber of fibers) assert.deepStrictEqual(yield* Fiber.join(fiber), claims)
      const later = yield* Effect.forkChild(verify(third))
      yield* TestClock.adjust(100)
      assert.deepStrictEqual(yield* Fiber.join(later), claims)
      assert.deepStrictEqual(asked, ["one", "other", "third"])
    }))

  it.effect("asks once for all who ask at the same time, however many of them go away", () =>
    Effect.gen(function*() {
      const { asked, inspect, verify } = yield* makeCache({
        answer: (token) => Effect.andThen(Effect.sleep(100), byName(token))
      })
      const fibers = yield* Effect.forEach(Array.from({ length: 100 }), () => Effect.forkChild(verify(good)))
      yield* TestClock.adjust(50)
      assert.include(yield* inspect, { asking: 1, misses: 100 })
      for (const fiber of fibers.slice(0, 99)) yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust(50)
      const [last] = fibers.slice(99)
      assert.deepStrictEqual(yield* Fiber.join(last ?? assert.fail()), claims)
      assert.strictEqual(asked.length, 1)
    }))

  it.effect("ends the question when nobody waits for the answer any longer, and asks anew", () =>
    Effect.gen(function*() {
      let ended = 0
      const { asked, inspect, verify } = yield* makeCache({
        answer: () => Effect.onInterrupt(Effect.never, () => Effect.sync(() => void ended++))
      })
      const fiber = yield* Effect.forkChild(verify(good))
      yield* TestClock.adjust(1)
      yield* Fiber.interrupt(fiber)
      assert.strictEqual(ended, 1)
      assert.strictEqual((yield* inspect).asking, 0)
      yield* Effect.forkChild(verify(good))
      yield* TestClock.adjust(1)
      assert.strictEqual(asked.length, 2)
    }))

  it.effect("does not share a question with who has less patience", () =>
    Effect.gen(function*() {
      const { asked, verify } = yield* makeCache({ answer: () => Effect.never })
      const limits = { deadline: Duration.seconds(1), maxRetryAfter: Duration.zero, retries: 0 }
      yield* Effect.forkChild(Effect.provideService(verify(good), SendOptions, limits))
      yield* Effect.forkChild(verify(good))
      yield* TestClock.adjust(1)
      assert.strictEqual(asked.length, 2)
    }))

  it.effect("looks a token up under its digest, and shows no token", () =>
    Effect.gen(function*() {
      const { digested, layer } = digests()
      const cache = yield* VerificationCache.make("one", () => Effect.succeed(claims)).pipe(Effect.provide(layer))
      yield* cache.verify(good)
      assert.notInclude(inspect([cache, yield* cache.inspect], { depth: 20, showHidden: true }), "good.token")
      assert.deepStrictEqual(digested, ["good.token.x"])
    }))

  it.effect("finds nothing of another cache in this process, whatever the scope", () =>
    Effect.gen(function*() {
      const caches = [yield* makeCache(), yield* makeCache(), yield* makeCache({ scope: "another" })]
      for (const { asked, verify } of caches) {
        yield* verify(good)
        assert.lengthOf(asked, 1)
      }
    }))

  it.effect("gives claims that nobody can change for others", () =>
    Effect.gen(function*() {
      const { verify } = yield* makeCache({ answer: () => Effect.succeed(structuredClone(claims)) })
      for (const _ of [1, 2]) {
        const found = yield* verify(good)
        assert.throws(() => Object.assign(found, { sub: "admin" }), TypeError)
        const { roles } = found.customUserData ?? {}
        assert.isTrue(Array.isArray(roles) && Object.isFrozen(roles))
      }
    }))

  it.effect("works with WebCrypto", () =>
    Effect.gen(function*() {
      const cache = yield* VerificationCache.make("one", () => Effect.succeed(claims))
      for (const _ of [1, 2]) assert.isTrue(Exit.isSuccess(yield* Effect.exit(cache.verify(good))))
      assert.include(yield* cache.inspect, { hits: 1, misses: 1 })
    }).pipe(Effect.provide(Digest.layerWebCrypto)))
})
