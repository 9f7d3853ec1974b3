import type { SharedVerdict, SharedVerificationCache } from "@atlas-bearer/core/SharedVerificationCache"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { hash } from "node:crypto"
import { listening, settle } from "./passing.ts"
import { bad, claims, good, makeCache } from "./verificationCaches.ts"

/** What servers share, in the memory of a test, by its clock. */
const makeShared = Effect.gen(function*() {
  const clock = yield* Clock.Clock
  const now = () => clock.currentTimeMillisUnsafe()
  const verdicts = new Map<string, { readonly verdict: unknown; readonly until: number }>()
  const shared = {
    isAway: false,
    calls: 0,
    verdicts,
    cache: {
      get: async (key: string): Promise<SharedVerdict | undefined> => {
        shared.calls++
        if (shared.isAway) throw new Error("away")
        const found = verdicts.get(key)
        return found && found.until > now() ? { verdict: found.verdict, life: found.until - now() } : undefined
      },
      set: async (key: string, verdict: unknown, life: number) => {
        shared.calls++
        if (shared.isAway) throw new Error("away")
        verdicts.set(key, { verdict: JSON.parse(JSON.stringify(verdict)), until: now() + life })
      }
    } satisfies SharedVerificationCache
  }
  return shared
})

describe("caches of verified tokens that share", () => {
  it.effect("ask once for all, and remember a valid token no longer than who asked", () =>
    Effect.gen(function*() {
      const { cache } = yield* makeShared
      const [one, other] = [yield* makeCache({ cache }), yield* makeCache({ cache })]
      yield* one.verify(good)
      yield* settle
      yield* TestClock.adjust("40 seconds")
      const found = yield* other.verify(good)
      assert.deepStrictEqual(found, claims)
      assert.isTrue(Object.isFrozen(found) && Object.isFrozen(found.customUserData))
      yield* TestClock.adjust("19 seconds")
      yield* other.verify(good)
      assert.deepStrictEqual(other.asked, [])
      yield* TestClock.adjust("1 second")
      yield* other.verify(good)
      assert.lengthOf(other.asked, 1)
    }))

  it.effect("remember it no longer than the token lives", () =>
    Effect.gen(function*() {
      const { cache } = yield* makeShared
      yield* TestClock.setTime(1_790_000)
      const [one, other] = [yield* makeCache({ cache }), yield* makeCache({ cache })]
      yield* one.verify(good)
      yield* settle
      yield* TestClock.adjust("9 seconds")
      yield* other.verify(good)
      yield* TestClock.adjust("1 second")
      yield* other.verify(good)
      assert.lengthOf(other.asked, 1)
    }))

  it.effect("remember a refusal for ten seconds altogether", () =>
    Effect.gen(function*() {
      const { cache } = yield* makeShared
      const [one, other] = [yield* makeCache({ cache }), yield* makeCache({ cache })]
      yield* Effect.flip(one.verify(bad(1)))
      yield* settle
      yield* TestClock.adjust("9 seconds")
      assert.include(yield* Effect.flip(other.verify(bad(1))), { _tag: "TokenInvalid", description: "bad" })
      assert.deepStrictEqual(other.asked, [])
      yield* TestClock.adjust("1 second")
      yield* Effect.flip(other.verify(bad(1)))
      assert.lengthOf(other.asked, 1)
    }))

  it.effect("give no token away, and find nothing of another scope", () =>
    Effect.gen(function*() {
      const { cache, verdicts } = yield* makeShared
      const [one, other] = [yield* makeCache({ cache }), yield* makeCache({ cache, scope: "another" })]
      yield* one.verify(good)
      yield* settle
      const key = [...verdicts.keys()].join()
      assert.match(key, /^[0-9a-f]{64}$/)
      assert.notInclude(JSON.stringify([...verdicts]), Redacted.value(good))
      // Whoever knows the token cannot tell its key without the scope.
      assert.notStrictEqual(key, hash("sha256", Redacted.value(good)))
      yield* other.verify(good)
      assert.lengthOf(other.asked, 1)
    }))

  it.effect("share nothing that is not to be remembered", () =>
    Effect.gen(function*() {
      const shared = yield* makeShared
      const { verify } = yield* makeCache({ cache: shared.cache, maxAge: Duration.zero })
      yield* verify(good)
      yield* settle
      assert.strictEqual(shared.calls, 0)
    }))

  it.effect("ask for themselves while the others are away, and say so once", () =>
    Effect.gen(function*() {
      const shared = yield* makeShared
      const one = yield* makeCache({ cache: shared.cache })
      shared.isAway = true
      const { events } = yield* listening(Effect.gen(function*() {
        yield* one.verify(good)
        yield* one.verify(Redacted.make("another"))
        yield* settle
      }))
      assert.deepStrictEqual(events.map(({ _tag, key }) => [_tag, key]), [["sharingFailed", "verifications"]])
      assert.lengthOf(one.asked, 2)
    }))

  it.effect.each([[undefined], ["valid"], [{ valid: { sub: 1 } }]])(
    "ask when %j is there instead",
    (verdict) =>
      Effect.gen(function*() {
        const { cache, verdicts } = yield* makeShared
        const [one, other] = [yield* makeCache({ cache }), yield* makeCache({ cache })]
        yield* one.verify(good)
        yield* settle
        for (const key of verdicts.keys()) verdicts.set(key, { verdict, until: Infinity })
        yield* other.verify(good)
        assert.lengthOf(other.asked, 1)
      })
  )
})
