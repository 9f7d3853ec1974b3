import * as AccessTokens from "@atlas-bearer/core/AccessTokens"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Duration, Effect, Fiber, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { issuer, life, valueOf } from "./issuer.ts"

describe("AccessTokens", () => {
  it.effect("obtains one token for many callers", () =>
    Effect.gen(function*() {
      const { issued, renew } = issuer()
      const gate = yield* Deferred.make<void>()
      const tokens = yield* AccessTokens.make({ renew: Effect.andThen(Deferred.await(gate), renew) })
      const callers = yield* Effect.forkChild(
        Effect.all(Array.from({ length: 100 }, () => valueOf(tokens.get)), { concurrency: "unbounded" })
      )
      yield* Deferred.succeed(gate, undefined)
      assert.deepStrictEqual(new Set(yield* Fiber.join(callers)), new Set(["t1"]))
      assert.deepStrictEqual(issued, ["t1"])
    }))

  it.effect("hands no token out inside its last 10 seconds", () =>
    Effect.gen(function*() {
      const tokens = yield* AccessTokens.make(issuer())
      assert.strictEqual(yield* valueOf(tokens.get), "t1")
      // Past its end nobody had renewed it: the caller waits for the new one.
      yield* TestClock.adjust("1791 seconds")
      assert.strictEqual(yield* valueOf(tokens.get), "t2")
    }))

  it.effect("is warm until it is due", () =>
    Effect.gen(function*() {
      const tokens = yield* AccessTokens.make(issuer())
      assert.isUndefined(tokens.warm())
      const token = yield* tokens.get
      assert.strictEqual(tokens.warm(), token)
      yield* TestClock.adjust(Duration.times(life, 0.81))
      assert.isUndefined(tokens.warm())
    }))

  it.effect("starts with the token that is already here", () =>
    Effect.gen(function*() {
      const current = { accessToken: Redacted.make("t0"), life }
      const tokens = yield* AccessTokens.make({ ...issuer(), current })
      assert.strictEqual(yield* valueOf(tokens.get), "t0")
    }))

  it.effect("forgets a refused token, and ignores a late word about an older one", () =>
    Effect.gen(function*() {
      const tokens = yield* AccessTokens.make(issuer())
      const first = yield* tokens.get
      yield* tokens.invalidate(first)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* valueOf(tokens.get), "t2")
      yield* tokens.invalidate(first)
      assert.strictEqual(yield* valueOf(tokens.get), "t2")
    }))

  it.effect("sends a refused request once more with a new token, and no third time", () =>
    Effect.gen(function*() {
      const tokens = yield* AccessTokens.make(issuer())
      const sent: Array<string> = []
      const refused = yield* Effect.forkChild(
        tokens.use(
          (token) => {
            sent.push(Redacted.value(token))
            return Effect.fail("refused" as const)
          },
          (failure) => failure === "refused"
        ).pipe(Effect.flip)
      )
      // A renewal is a second away from the one before.
      yield* TestClock.adjust("1 millis")
      yield* TestClock.adjust("1 second")
      const error = yield* Fiber.join(refused)
      assert.strictEqual(error, "refused")
      assert.deepStrictEqual(sent, ["t1", "t2"])
    }))

  it.effect("renews once for many requests that were refused together", () =>
    Effect.gen(function*() {
      const { issued, renew } = issuer()
      const tokens = yield* AccessTokens.make({ renew })
      const send = (token: Redacted.Redacted) =>
        Redacted.value(token) === "t1" ? Effect.delay(Effect.fail("refused"), "1 second") : Effect.succeed("done")
      const requests = yield* Effect.forkChild(Effect.all(
        Array.from({ length: 200 }, () => tokens.use(send, () => true)),
        { concurrency: "unbounded" }
      ))
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(new Set(yield* Fiber.join(requests)), new Set(["done"]))
      assert.deepStrictEqual(issued, ["t1", "t2"])
    }))
})
