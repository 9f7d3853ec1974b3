import { Throttle } from "@atlas-bearer/core/Throttle"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { inspect, makeCallers, pass, patience } from "./passing.ts"

const hour = { retryAfter: Duration.hours(1) }
const learn = (seconds: number, key = "key") =>
  Throttle.use((throttle) => throttle.learn(key, { retryAfter: Duration.seconds(seconds) }))

const run = <A, E>(test: Effect.Effect<A, E, Throttle>) => Effect.provide(test, Throttle.layer)

describe("Throttle.pass", () => {
  it.effect("ends as the request ends", () =>
    run(Effect.gen(function*() {
      const { pass } = yield* Throttle
      assert.strictEqual(yield* pass("key", patience(), () => Effect.succeed(1)), 1)
      assert.strictEqual(yield* Effect.flip(pass("key", patience(), () => Effect.fail("no"))), "no")
      assert.isTrue((yield* Effect.exit(pass("key", patience(), () => Effect.die("bug"))))._tag === "Failure")
      assert.deepStrictEqual(yield* inspect, [])
    })))

  it.effect("lets callers of one key through in the order in which they came", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* learn(2)
      const callers = yield* Effect.forEach(["a", "b", "c", "d", "e"], (name) => call(name))
      yield* TestClock.adjust("1999 millis")
      assert.deepStrictEqual(sent, [])
      yield* TestClock.adjust("50 millis")
      assert.deepStrictEqual(sent, ["a"])
      for (const caller of callers) yield* caller.admitted
      assert.deepStrictEqual(sent, ["a", "b", "c", "d", "e"])
    })))

  it.effect("lets who was refused go before who never had a place", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* learn(2)
      const first = yield* call("first")
      yield* call("refused", "key", patience(60, 1))
      yield* call("second")
      yield* TestClock.adjust("3 seconds")
      assert.deepStrictEqual(sent, ["refused"])
      yield* first.interrupted
    })))

  it.effect("does not let one key wait for another", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* learn(2)
      yield* call("a")
      yield* call("b", "other")
      assert.deepStrictEqual(sent, ["b"])
    })))

  it.effect("lets nobody overtake who already waits", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      const [first] = yield* Effect.forEach(["1", "2", "3", "4", "5"], (name) => call(name))
      yield* first?.admitted ?? Effect.void
      yield* call("6")
      yield* call("7")
      assert.deepStrictEqual(sent, ["1", "2", "3", "4", "5", "6"])
    })))

  it.effect("hears only the first that is said of a request", () =>
    run(Effect.gen(function*() {
      const { pass } = yield* Throttle
      yield* pass("key", patience(), (place) => Effect.andThen(place.admit({}), place.refuse(hour)))
      assert.deepStrictEqual(yield* inspect, [])
    })))

  it.effect("frees the place of a request that failed, died or was interrupted", () =>
    run(Effect.gen(function*() {
      const { pass } = yield* Throttle
      const hang = yield* Effect.forkChild(pass("key", patience(), () => Effect.never), { startImmediately: true })
      yield* Effect.exit(pass("key", patience(), () => Effect.fail("no")))
      yield* Effect.exit(pass("key", patience(), () => Effect.die("bug")))
      assert.deepStrictEqual((yield* inspect).map(({ inFlight }) => inFlight), [1])
      yield* Fiber.interrupt(hang)
      assert.deepStrictEqual(yield* inspect, [])
    })))
})

describe("Throttle.pass, of a closed key", () => {
  it.effect("fails at once when the wait is too long, and says when to come back", () =>
    run(Effect.gen(function*() {
      yield* TestClock.setTime(1e12)
      const { learn } = yield* Throttle
      yield* learn("key", hour)
      const error = yield* Effect.flip(pass("key", 3))
      assert.strictEqual(error._tag, "RateLimited")
      assert.strictEqual(error.attempts, 3)
      assert(error.retryAfter !== undefined && error.retryAt !== undefined)
      const wait = Duration.toMillis(error.retryAfter)
      assert.isTrue(wait >= 3_600_000 && wait <= 3_601_000)
      assert.strictEqual(DateTime.toEpochMillis(error.retryAt), 1e12 + wait)
      assert.include(error.message, "in 360")
    })))

  it.effect("fails again for every later caller, until it is open", () =>
    run(Effect.gen(function*() {
      yield* learn(3600)
      yield* TestClock.adjust("58 minutes")
      yield* Effect.flip(pass("key"))
      yield* TestClock.adjust("2 minutes")
      yield* TestClock.adjust("1 second")
      yield* pass("key")
    })))

  it.effect("fails whoever waits already, when it is closed for longer", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* learn(2)
      const callers = yield* Effect.forEach(["a", "b"], (name) => call(name))
      const patient = yield* call("c", "key", patience(7200))
      yield* learn(3600)
      for (const { fiber } of callers) {
        assert.strictEqual((yield* Effect.flip(Fiber.join(fiber)))._tag, "RateLimited")
      }
      assert.deepStrictEqual((yield* inspect).map(({ waiters }) => waiters), [1])
      yield* TestClock.adjust("2 hours")
      assert.deepStrictEqual(sent, ["c"])
      yield* patient.admitted
    })))

  it.effect.each([2_592_000, 9_999_999_999])(
    "never fires early after %i seconds",
    (seconds) =>
      run(Effect.gen(function*() {
        const { call, sent } = makeCallers()
        yield* learn(seconds)
        yield* Effect.flip(pass("key"))
        const caller = yield* call("a", "key", patience(1e11))
        yield* TestClock.adjust(Duration.seconds(seconds - 1))
        assert.deepStrictEqual(sent, [])
        yield* TestClock.adjust("3 seconds")
        assert.deepStrictEqual(sent, ["a"])
        yield* caller.admitted
      }))
  )
})
