import { Throttle } from "@atlas-bearer/core/Throttle"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, References, Schema } from "effect"
import { TestClock } from "effect/testing"
import { inspect, makeCallers, pass, patience, settle } from "./passing.ts"

const run = <A, E>(test: Effect.Effect<A, E, Throttle>) => Effect.provide(test, Throttle.layer)
const learn = (seconds: number, key = "key") =>
  Throttle.use((throttle) => throttle.learn(key, { retryAfter: Duration.seconds(seconds) }))

const between = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

describe("an interrupted caller", () => {
  it.effect("makes way for the next, who is woken in time", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* learn(2)
      const [first, second] = yield* Effect.forEach(["a", "b", "c"], (name) => call(name))
      yield* TestClock.adjust("1 second")
      yield* first?.interrupted ?? Effect.void
      yield* TestClock.adjust("1100 millis")
      assert.deepStrictEqual(sent, ["b"])
      yield* second?.admitted ?? Effect.void
      assert.deepStrictEqual(sent, ["b", "c"])
    })))

  it.effect("gives its place to the next when its request is on its way", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      const [first] = yield* Effect.forEach(["1", "2", "3", "4", "5", "6"], (name) => call(name))
      yield* first?.interrupted ?? Effect.void
      assert.deepStrictEqual(sent, ["1", "2", "3", "4", "5"])
    })))

  it.effect("lets the next be the probe", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* learn(2)
      const [probe] = yield* Effect.forEach(["a", "b", "c"], (name) => call(name))
      yield* TestClock.adjust("3 seconds")
      yield* probe?.interrupted ?? Effect.void
      assert.deepStrictEqual(sent, ["a", "b"])
    })))

  it.effect("leaves nothing behind, 10,000 times", () =>
    run(Effect.gen(function*() {
      const { pass } = yield* Throttle
      const hang = Effect.forEach(
        Array.from({ length: 10_000 }),
        () => pass("key", patience(), () => Effect.never),
        { concurrency: "unbounded" }
      )
      const fiber = yield* Effect.forkChild(hang)
      yield* settle
      const [state] = yield* inspect
      assert.strictEqual((state?.waiters ?? 0) + (state?.inFlight ?? 0), 10_000)
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual(yield* inspect, [])
    })))

  it.effect("leaves nothing behind at a closed key, 10,000 times", () =>
    run(Effect.gen(function*() {
      yield* learn(50)
      const wait = Effect.forEach(Array.from({ length: 10_000 }), () => pass("key"), { concurrency: "unbounded" })
      const fiber = yield* Effect.forkChild(wait)
      yield* settle
      assert.deepStrictEqual((yield* inspect).map(({ waiters }) => waiters), [10_000])
      yield* Fiber.interrupt(fiber)
      assert.deepStrictEqual((yield* inspect).map(({ waiters }) => waiters), [0])
      yield* TestClock.adjust("2 minutes")
      yield* learn(50, "other")
      yield* pass("another")
      assert.deepStrictEqual((yield* inspect).map(({ key }) => key), ["other"])
    })))

  // Fibers give way after so few operations that an interruption may come between any two of them.
  it.effect.prop(
    "leaks no place and loses no waiter, whenever it is interrupted",
    {
      operations: between(3, 10),
      steps: Schema.Array(Schema.Struct({ turns: between(0, 15), who: between(0, 3), holder: between(0, 3) }))
        .check(Schema.isMaxLength(5)),
      closed: Schema.Boolean
    },
    ({ closed, operations, steps }) =>
      run(Effect.gen(function*() {
        const { call } = makeCallers()
        const holders = yield* Effect.forEach(["1", "2", "3", "4"], (name) => call(name))
        const waiters = yield* Effect.forEach(
          Array.from({ length: 6 }),
          () => Effect.forkChild(pass("key").pipe(Effect.provideService(References.MaxOpsBeforeYield, operations)))
        )
        yield* settle
        if (closed) {
          yield* holders[3]?.refused(1) ?? Effect.void
          yield* TestClock.adjust("999 millis")
        }
        for (const { holder, turns, who } of steps) {
          yield* Effect.forkChild(closed ? TestClock.adjust("1 millis") : holders[holder]?.admitted ?? Effect.void)
          yield* Effect.repeat(Effect.yieldNow, { times: turns })
          waiters[who]?.interruptUnsafe()
        }
        for (const holder of holders) yield* holder.admitted
        yield* TestClock.adjust("2 seconds")
        for (const waiter of waiters) yield* Fiber.await(waiter)
        const held = (yield* inspect).map(({ inFlight, waiters }) => inFlight + waiters)
        assert.isTrue(held.every((places) => places === 0), `${held} places are held by nobody`)
      })),
    { timeout: 60_000, arbitrary: { runs: 1000 } }
  )
})
