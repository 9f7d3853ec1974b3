import { Sender } from "@atlas-bearer/core/Sender"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

describe("a refusal whose body is slow", () => {
  it.effect("closes the key with its header, for everybody", () =>
    Effect.gen(function*() {
      const { send } = yield* Sender
      const times: Array<number> = []
      const attempt = Effect.map(Clock.currentTimeMillis, (now) => {
        const isFirst = times.push(now) === 1
        return {
          status: isFirst ? 429 : 200,
          fields: isFirst ? { "retry-after": "5" } : {},
          text: Effect.as(Effect.sleep("3 seconds"), ""),
          value: undefined
        }
      })
      const call = send({ key: "k", origin: "https://a.test", idempotent: false }, attempt, String)
      const first = yield* Effect.forkChild(call)
      yield* TestClock.adjust("1 second")
      const second = yield* Effect.forkChild(call)
      yield* TestClock.adjust("3 seconds")
      assert.deepStrictEqual(times, [0])
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(first)
      yield* Fiber.join(second)
      assert.isTrue(times.slice(1).every((time) => time >= 5000), String(times))
    }).pipe(Effect.provide(Sender.layer)))
})
