import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

const inClock = <A, E>(test: (clock: VirtualClock["Service"]) => Effect.Effect<A, E>) =>
  VirtualClock.use(test).pipe(Effect.provide(VirtualClock.layer))

describe("VirtualClock", () => {
  it.effect("follows the real clock", () =>
    inClock(Effect.fnUntraced(function*(clock) {
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(yield* clock.now, 5_000)
    })))

  it.effect("runs on after it was moved", () =>
    inClock(Effect.fnUntraced(function*(clock) {
      yield* clock.set(1_000_000)
      yield* clock.advance("1 minute")
      yield* TestClock.adjust("2 seconds")
      assert.include(yield* clock.state, { now: 1_062_000, frozen: false })
      yield* clock.set(500)
      assert.strictEqual(yield* clock.now, 500)
    })))

  it.effect("stands while it is frozen, and runs on from there", () =>
    inClock(Effect.fnUntraced(function*(clock) {
      yield* clock.set(1_000)
      yield* clock.freeze
      yield* TestClock.adjust("1 hour")
      assert.include(yield* clock.state, { now: 1_000, frozen: true })
      yield* clock.advance("1 second")
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* clock.now, 2_000)
      yield* clock.set(7_000)
      yield* TestClock.adjust("1 hour")
      yield* clock.freeze
      yield* clock.resume
      yield* TestClock.adjust("1 second")
      assert.include(yield* clock.state, { now: 8_000, frozen: false })
      yield* clock.resume
      assert.strictEqual(yield* clock.now, 8_000)
    })))

  it.effect("wakes who sleeps when its own time has passed, however it passes", () =>
    inClock(Effect.fnUntraced(function*(clock) {
      const sleeper = () => Effect.forkChild(clock.sleep("30 minutes"))
      const real = yield* sleeper()
      yield* TestClock.adjust("29 minutes")
      assert.isUndefined(real.pollUnsafe())
      yield* TestClock.adjust("1 minute")
      assert.isDefined(real.pollUnsafe())
      const moved = yield* sleeper()
      yield* TestClock.adjust("1 minute")
      yield* clock.freeze
      yield* TestClock.adjust("1 day")
      yield* clock.advance("28 minutes")
      yield* TestClock.adjust("1 milli")
      assert.isUndefined(moved.pollUnsafe())
      yield* clock.advance("1 minute")
      yield* TestClock.adjust("1 milli")
      assert.isDefined(moved.pollUnsafe())
    })))

  it.effect("tells of changes, also of those that were before the question", () =>
    inClock(Effect.fnUntraced(function*(clock) {
      const { version } = yield* clock.state
      yield* clock.advance("1 second")
      yield* clock.changed(version)
      const next = yield* Effect.forkChild(clock.changed(version + 1))
      yield* TestClock.adjust("1 hour")
      assert.isUndefined(next.pollUnsafe())
      yield* clock.freeze
      yield* TestClock.adjust("1 milli")
      assert.isDefined(next.pollUnsafe())
    })))

  it.effect("wakes who sleeps on an app's clock, whichever of the two clocks is moved", () =>
    inClock(Effect.fnUntraced(function*(clock) {
      const app = clock.ofApp({ domainId: "a" })
      for (const moving of [clock, app]) {
        const sleeper = yield* Effect.forkChild(app.sleep("1 hour"), { startImmediately: true })
        yield* moving.advance("59 minutes")
        yield* Effect.yieldNow
        assert.isUndefined(sleeper.pollUnsafe())
        yield* moving.advance("1 minute")
        yield* Fiber.join(sleeper)
      }
      assert.strictEqual(yield* clock.nowIn("a"), yield* app.now)
      assert.strictEqual(yield* clock.nowIn("b"), yield* clock.now)
    })))

  it.effect("does not sleep on while the emulator's clock stands", () =>
    inClock(Effect.fnUntraced(function*(clock) {
      const app = clock.ofApp({ domainId: "a" })
      yield* clock.freeze
      const sleeper = yield* Effect.forkChild(app.sleep("1 second"), { startImmediately: true })
      yield* TestClock.adjust("1 hour")
      assert.isUndefined(sleeper.pollUnsafe())
      yield* clock.resume
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(sleeper)
    })))
})
