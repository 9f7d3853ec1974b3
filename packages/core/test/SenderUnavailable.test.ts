import { Sender } from "@atlas-bearer/core/Sender"
import type { Throttle } from "@atlas-bearer/core/Throttle"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Tracer } from "effect"
import { TestClock } from "effect/testing"
import { listening, settle } from "./passing.ts"
import { ended, ok, refusal, send, serverOf } from "./sending.ts"

const run = <A, E>(test: Effect.Effect<A, E, Sender | Throttle>) => Effect.provide(test, Sender.layer)
const unavailable = (retryAfter: string) => refusal(retryAfter, 503)

describe("503 with Retry-After", () => {
  it.effect("closes the key for everybody, and no other", () =>
    run(Effect.gen(function*() {
      const other = serverOf(ok)
      assert.strictEqual((yield* ended(send(serverOf(unavailable("5"))))).value, 503)
      assert.strictEqual((yield* ended(send(other, { key: "other" }))).took, 0)
      const { took, value } = yield* ended(send(other))
      assert.strictEqual(value, 200)
      assert.isTrue(took >= 5000 && took <= 5101)
    })))

  it.effect("lets only idempotent operations be sent again, when the wait is over", () =>
    run(Effect.gen(function*() {
      const server = serverOf(unavailable("5"), ok)
      const { value } = yield* ended(send(server, { idempotent: true }))
      assert.strictEqual(value, 200)
      const [, again = 0] = server.times
      assert.isTrue(again >= 5000 && again <= 5101)
      const once = serverOf(unavailable("5"), ok)
      const { took, value: status } = yield* ended(send(once, { key: "other" }))
      assert.deepStrictEqual([status, took, once.times.length], [503, 0, 1])
    })))

  it.effect.each([["3600", 60, 90], ["61", 60, 90], ["20", 60, 10]] as const)(
    "is the answer itself when the wait of %s s is too long",
    ([retryAfter, maxRetryAfter, deadline]) =>
      run(Effect.gen(function*() {
        const server = serverOf(unavailable(retryAfter), ok)
        const options = { idempotent: true, deadline, maxRetryAfter }
        const { took, value } = yield* ended(send(server, options))
        assert.deepStrictEqual([value, took, server.times.length], [503, 0, 1])
        const { error } = yield* ended(send(server, options))
        assert(typeof error === "object" && error._tag === "RateLimited")
        assert.strictEqual(error.attempts, 0)
      }))
  )

  it.effect("is waited for when it is just what a caller puts up with", () =>
    run(Effect.gen(function*() {
      const server = serverOf(unavailable("60"), ok)
      const { error, value } = yield* ended(send(server, { idempotent: true }))
      assert.deepStrictEqual([value, error], [200, undefined])
    })))

  it.effect("is one of the tries", () =>
    run(Effect.gen(function*() {
      const server = serverOf(unavailable("1"))
      const { value } = yield* ended(send(server, { idempotent: true }))
      assert.deepStrictEqual([value, server.times.length], [503, 4])
    })))
})

describe("a refusal", () => {
  it.effect("stops everybody with the same key, and lets them go in turn", () =>
    run(Effect.gen(function*() {
      const server = serverOf(refusal("3"), ok)
      const fiber = yield* Effect.forkChild(Effect.all(
        Array.from({ length: 20 }, () => send(server)),
        { concurrency: "unbounded" }
      ))
      yield* settle
      yield* TestClock.adjust("2999 millis")
      assert.isAtMost(server.times.length, 4)
      yield* TestClock.adjust("2 seconds")
      assert.deepStrictEqual(yield* Fiber.join(fiber), Array.from({ length: 20 }, () => 200))
      assert.strictEqual(server.times.length, 21)
    })))

  it.effect("reads the limit from its body", () =>
    run(Effect.gen(function*() {
      const text = JSON.stringify({ errorCode: "RATE_LIMITED_TOKEN_BUCKET", parameters: ["orgs", 7, 40, 20, 60] })
      const server = serverOf({ status: 429, text, fields: { "retry-after": "1" } }, ok)
      yield* ended(send(server))
      const [, again = 0] = server.times
      assert.isTrue(again >= 7000 && again <= 7141)
    })))
})

describe("what is told of a call", () => {
  it.effect("is each time it is sent again, and that it was given up", () =>
    run(Effect.gen(function*() {
      const server = serverOf(refusal("2"), { status: 500 }, { reason: "ECONNRESET" }, { status: 502 }, { status: 504 })
      const { events } = yield* listening(ended(send(server, { idempotent: true })))
      const told = events.flatMap((event) =>
        event._tag === "retried" || event._tag === "gaveUp" ? [[event._tag, event.attempt, event.cause, event.key]] : []
      )
      assert.deepStrictEqual(told, [
        ["retried", 1, "429", "key"],
        ["retried", 2, "500", "key"],
        ["retried", 3, "ECONNRESET", "key"],
        ["retried", 4, "502", "key"],
        ["gaveUp", 5, "504", "key"]
      ])
    })))

  it.effect.each([[3, 3], [1, 1], [0, undefined]] as const)(
    "is in its span how often it was sent again: %i times",
    ([again, attribute]) => {
      const spans: Array<Tracer.NativeSpan> = []
      const tracer = Tracer.make({
        span: (options) => {
          const span = new Tracer.NativeSpan(options)
          spans.push(span)
          return span
        }
      })
      const server = serverOf(...Array.from({ length: again }, () => refusal("1")), ok)
      return run(Effect.gen(function*() {
        yield* ended(Effect.withSpan(send(server), "call"))
        const call = spans.find(({ name }) => name === "call")
        assert.strictEqual(call?.attributes.get("http.request.resend_count"), attribute)
      })).pipe(Effect.withTracer(tracer))
    }
  )
})
