import { Sender } from "@atlas-bearer/core/Sender"
import type { SharedVerdict, SharedVerificationCache } from "@atlas-bearer/core/SharedVerificationCache"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { CircuitOpen } from "@atlas-bearer/core/ThrottleError"
import type * as TokenVerifier from "@atlas-bearer/core/TokenVerifier"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { digests } from "./digests.ts"
import { settle } from "./passing.ts"
import { claims, make, session, token } from "./verifiers.ts"

describe("TokenVerifier", () => {
  it.effect("asks once for 100 callers with one new token, and not at all for the next", () =>
    Effect.gen(function*() {
      const stub = stubHttpClient(session(), Response.json(claims))
      const verifier = yield* make(stub)
      const found = yield* Effect.all(Array.from({ length: 100 }, () => verifier.verify(token)), {
        concurrency: "unbounded"
      })
      found.push(yield* verifier.verify(token))
      for (const one of found) assert.deepStrictEqual(one, claims)
      assert.strictEqual(stub.requests.length, 2)
      assert.include(yield* verifier.inspect, { hits: 1, misses: 100, valid: 1 })
    }))

  it.effect("asks every time when maxAge is zero", () =>
    Effect.gen(function*() {
      const stub = stubHttpClient(session(), Response.json(claims), new Response("\"token expired\""))
      const verifier = yield* make(stub, { maxAge: Duration.zero })
      yield* verifier.verify(token)
      assert.strictEqual((yield* Effect.flip(verifier.verify(token)))._tag, "TokenExpired")
    }))

  it.effect("answers what it remembers when the service is down, and says when to come back for the rest", () =>
    Effect.gen(function*() {
      const verifier = yield* make(stubHttpClient(session(), Response.json(claims), new Error("down")))
      yield* verifier.verify(token)
      const other = Redacted.make(Redacted.value(token) + "x")
      const error = yield* Effect.flip(verifier.verify(other))
      assert.deepStrictEqual(yield* verifier.verify(token), claims)
      assert.include(error, { _tag: "VerifierUnavailable" })
      assert.deepStrictEqual("retryAfter" in error && error.retryAfter, Duration.seconds(5))
    }))

  it.effect("says how long an origin that failed many times is left alone", () =>
    Effect.gen(function*() {
      yield* TestClock.setTime(10_000)
      const failure = new CircuitOpen({ origin: "https://admin.test", retryAt: DateTime.makeUnsafe(13_000) })
      const open = Layer.succeed(Sender, { send: () => Effect.fail(failure) })
      const verifier = yield* make(stubHttpClient(), {}, digests().layer, open)
      const fiber = yield* Effect.forkChild(Effect.flip(verifier.verify(token)))
      // It logs in once more, which it does once a second.
      for (const millis of [0, 1000]) yield* TestClock.adjust(millis)
      const error = yield* Fiber.join(fiber)
      assert.deepStrictEqual("retryAfter" in error && error.retryAfter, Duration.seconds(2))
    }))

  it.effect("shares an answer with a verifier of the same host, group, app and key, and no other", () =>
    Effect.gen(function*() {
      const verdicts = new Map<string, SharedVerdict>()
      const cache: SharedVerificationCache = {
        get: async (key) => verdicts.get(key),
        set: async (key, verdict, life) =>
          void verdicts.set(key, { verdict: JSON.parse(JSON.stringify(verdict)), life })
      }
      const asked = Effect.fnUntraced(function*(options: Partial<TokenVerifier.Options>) {
        const stub = stubHttpClient(session(), Response.json(claims))
        yield* (yield* make(stub, { cache, ...options })).verify(token)
        yield* settle
        return stub.requests.length
      })
      const others: ReadonlyArray<Partial<TokenVerifier.Options>> = [
        {},
        { baseUrl: new URL("https://admin.example") },
        { groupId: "other" },
        { appId: "other" },
        { publicKey: "other" }
      ]
      for (const other of others) assert.strictEqual(yield* asked(other), 2)
      for (const other of others) assert.strictEqual(yield* asked(other), 0)
      assert.strictEqual(verdicts.size, others.length)
    }))

  it.effect("asks nobody about what cannot be a token", () =>
    Effect.gen(function*() {
      const stub = stubHttpClient()
      const verifier = yield* make(stub)
      for (const text of ["", "a.b", "a.b.c.d", "a b.c.d", `a.${"b".repeat(1_000_000)}.c`]) {
        assert.strictEqual((yield* Effect.flip(verifier.verify(Redacted.make(text))))._tag, "TokenInvalid")
      }
      assert.strictEqual(stub.requests.length, 0)
      assert.include(yield* verifier.inspect, { misses: 0, refused: 0 })
    }))
})
