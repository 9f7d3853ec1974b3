import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { settle } from "./passing.ts"
import { ended } from "./sending.ts"

const run = <A, E>(test: Effect.Effect<A, E, Sender>) => Effect.provide(test, Sender.layer)
const request = { key: "k", origin: "https://a.test", idempotent: false }

describe("a reply whose body is slow", () => {
  it.effect("ends with the deadline, and holds no place meanwhile", () =>
    run(Effect.gen(function*() {
      const { send } = yield* Sender
      const reply = { status: 200, fields: {}, text: Effect.succeed(""), value: undefined }
      const slow = send(request, Effect.succeed({ ...reply, content: Effect.never }), String)
      const { error, took } = yield* ended(Effect.provideService(slow, SendOptions, {
        deadline: Duration.seconds(5),
        maxRetryAfter: Duration.seconds(60),
        retries: 3
      }))
      assert(typeof error === "object" && error._tag === "DeadlineExceeded")
      assert.deepStrictEqual([took, error.attempts], [5000, 1])
      const fibers = yield* Effect.forkChild(Effect.all(Array.from({ length: 20 }, () => slow), { concurrency: 20 }))
      yield* settle
      assert.strictEqual((yield* ended(send(request, Effect.succeed(reply), String))).took, 0)
      yield* Fiber.interrupt(fibers)
    })))
})

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
