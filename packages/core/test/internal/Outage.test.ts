import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import { VerifierUnavailable, type VerifyError } from "@atlas-bearer/core/VerifyError"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Exit, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { millisOf } from "../../src/internal/Lane.ts"
import * as Outage from "../../src/internal/Outage.ts"

const down = new VerifierUnavailable({ reason: "ECONNREFUSED", retryAfter: Duration.seconds(5) })

const service = () => {
  const own = { asked: 0, answer: Effect.fail(down) as Effect.Effect<string, VerifyError> }
  const { refusal, whileUp } = Outage.make(({ reason }, retryAfter) => new VerifierUnavailable({ reason, retryAfter }))
  const verify = whileUp(Effect.suspend(() => {
    own.asked++
    return own.answer
  }))
  return Object.assign(own, { verify, refusal })
}

const waitOf = (error: VerifyError) =>
  error._tag === "VerifierUnavailable" ? Duration.toSeconds(error.retryAfter ?? Duration.zero) : undefined

describe("Outage", () => {
  it.effect("asks once a second in 60 s, and tells everybody else when to come back", () =>
    Effect.gen(function*() {
      const own = service()
      const waits: Array<number | undefined> = []
      for (let n = 0; n < 60 * 50; n++) {
        waits.push(waitOf(yield* Effect.flip(own.verify)))
        yield* TestClock.adjust(20)
      }
      // The first question is asked twice: the connection may have broken.
      assert.strictEqual(own.asked, 61)
      assert.isTrue(waits.every((wait) => wait !== undefined && wait >= 1 && wait <= 5))
      own.answer = Effect.succeed("claims")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* own.verify, "claims")
    }))

  it.effect("hides a connection that broke once", () =>
    Effect.gen(function*() {
      const own = service()
      own.answer = Effect.suspend(() => own.asked === 1 ? Effect.fail(down) : Effect.succeed("claims"))
      assert.strictEqual(yield* own.verify, "claims")
      assert.strictEqual(yield* own.verify, "claims")
      assert.strictEqual(own.asked, 3)
    }))

  it.effect("ends with any answer about a token", () =>
    Effect.gen(function*() {
      const own = service()
      yield* Effect.exit(own.verify)
      yield* TestClock.adjust("1 second")
      own.answer = Effect.fail(new TokenInvalid({ description: "bad" }))
      for (const _ of [1, 2]) assert.strictEqual((yield* Effect.flip(own.verify))._tag, "TokenInvalid")
      assert.strictEqual(own.asked, 4)
    }))

  it.effect("lets another question through when the one under way is given up", () =>
    Effect.gen(function*() {
      const own = service()
      yield* Effect.exit(own.verify)
      yield* TestClock.adjust("1 second")
      own.answer = Effect.never
      const probe = yield* Effect.forkChild(own.verify)
      yield* TestClock.adjust("10 seconds")
      assert.isTrue(Exit.isFailure(yield* Effect.exit(own.verify)))
      assert.strictEqual(own.asked, 3)
      yield* Fiber.interrupt(probe)
      own.answer = Effect.succeed("claims")
      assert.strictEqual(yield* own.verify, "claims")
    }))

  it.effect("does not ask again for who has waited long", () =>
    Effect.gen(function*() {
      const own = service()
      own.answer = Effect.delay(Effect.fail(down), "10 seconds")
      const fiber = yield* Effect.forkChild(Effect.exit(own.verify))
      yield* TestClock.adjust("10 seconds")
      assert.isTrue(Exit.isFailure(yield* Fiber.join(fiber)))
      assert.strictEqual(own.asked, 1)
    }))
  it.effect("tells without a question when nobody is let through", () =>
    Effect.gen(function*() {
      const own = service()
      const clock = yield* Clock.Clock
      const refused = () => own.refusal(millisOf(clock))
      assert.isUndefined(refused())
      yield* Effect.exit(own.verify)
      yield* TestClock.adjust("400 millis")
      assert.strictEqual(waitOf(refused() ?? assert.fail()), 4.6)
      yield* TestClock.adjust("600 millis")
      assert.isUndefined(refused())
      own.answer = Effect.delay(Effect.succeed("claims"), "2 seconds")
      const probe = yield* Effect.forkChild(own.verify)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(waitOf(refused() ?? assert.fail()), 3)
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(probe)
      assert.isUndefined(refused())
    }))
})
