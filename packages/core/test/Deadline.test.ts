import * as Deadline from "@atlas-bearer/core/Deadline"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

const seconds = (deadline: number) =>
  Effect.updateService(SendOptions, (options: SendOptions) => ({ ...options, deadline: Duration.seconds(deadline) }))

/** How it ended, and after how many seconds. */
const ended = Effect.fnUntraced(function*<A, E>(effect: Effect.Effect<A, E>) {
  const fiber = yield* Effect.forkChild(
    Effect.all([Effect.exit(effect), Effect.map(Clock.currentTimeMillis, (now) => now / 1000)])
  )
  yield* TestClock.adjust("1 hour")
  const [exit, after] = yield* Fiber.join(fiber)
  return { outcome: exit._tag, after }
})

const step = (time: number) => Deadline.within(() => Effect.sleep(Duration.seconds(time)))

describe("A deadline", () => {
  it.effect("is that of all steps of a call together", () =>
    Effect.gen(function*() {
      const call = Deadline.within(() => Effect.andThen(step(4), step(4)))
      assert.deepStrictEqual(yield* ended(seconds(6)(call)), { outcome: "Failure", after: 6 })
      const steps = Effect.andThen(step(4), step(4))
      assert.deepStrictEqual(yield* ended(seconds(6)(steps)), { outcome: "Success", after: 3600 + 8 })
    }))

  it.effect("may be shorter for a step", () =>
    Effect.gen(function*() {
      const call = Deadline.within(() => Effect.ignore(seconds(2)(step(4))))
      assert.deepStrictEqual(yield* ended(seconds(6)(call)), { outcome: "Success", after: 2 })
    }))

  it.effect("lets nothing begin once it has passed", () =>
    Effect.gen(function*() {
      let hasBegun = false
      const call = Deadline.within(() => Effect.sync(() => hasBegun = true))
      assert.deepStrictEqual(yield* ended(seconds(0)(call)), { outcome: "Failure", after: 0 })
      assert.isFalse(hasBegun)
    }))

  it.effect("is another one for what outlives the call", () =>
    Effect.gen(function*() {
      const call = Deadline.within(() => Deadline.apart(Effect.forkDetach(ended(step(8)))))
      const fiber = yield* seconds(6)(call)
      yield* TestClock.adjust("1 hour")
      assert.deepStrictEqual((yield* Fiber.join(fiber)).outcome, "Failure")
    }))

  it.effect("says what was sent until then, and why that was no success", () =>
    Effect.gen(function*() {
      const call = Deadline.within((course) =>
        Effect.suspend(() => {
          course.attempts = 2
          course.cause = "503"
          return Effect.never
        })
      )
      const fiber = yield* Effect.forkChild(Effect.flip(seconds(6)(call)))
      yield* TestClock.adjust("6 seconds")
      assert.include(yield* Fiber.join(fiber), { _tag: "DeadlineExceeded", attempts: 2, cause: "503" })
    }))
})
