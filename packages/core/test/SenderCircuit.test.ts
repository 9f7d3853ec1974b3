import { Sender } from "@atlas-bearer/core/Sender"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { listening, settle } from "./passing.ts"
import { ended, ok, refusal, send, serverOf, type Step } from "./sending.ts"

const run = <A, E>(test: Effect.Effect<A, E, Sender>) => Effect.provide(test, Sender.layer)
const down: Step = { status: 500 }

const fail = (times: number, step: Step = down) =>
  Effect.forEach(Array.from({ length: times }), () => ended(send(serverOf(step))), { discard: true })

const isOpen = (server: ReturnType<typeof serverOf>, origin?: string) =>
  Effect.gen(function*() {
    const before = server.times.length
    const { error } = yield* ended(send(server, origin === undefined ? {} : { origin }))
    const open = typeof error === "object" && error._tag === "CircuitOpen"
    assert.strictEqual(server.times.length - before, open ? 0 : 1)
    return open
  })

describe("the circuit of an origin", () => {
  it.effect("opens after ten failures in a row, and tells until when", () =>
    run(Effect.gen(function*() {
      yield* fail(9)
      const server = serverOf(down)
      assert.isFalse(yield* isOpen(server))
      yield* TestClock.adjust("1 second")
      const { error, took } = yield* ended(send(server))
      assert(typeof error === "object" && error._tag === "CircuitOpen")
      assert.strictEqual(took, 0)
      assert.deepStrictEqual(DateTime.toEpochMillis(error.retryAt), (server.times[0] ?? 0) + 5000)
      assert.strictEqual(error.origin, "https://a.test")
      assert.strictEqual(server.times.length, 1)
    })))

  it.effect("is its own", () =>
    run(Effect.gen(function*() {
      yield* fail(10)
      assert.isTrue(yield* isOpen(serverOf(ok)))
      assert.isFalse(yield* isOpen(serverOf(ok), "https://b.test"))
    })))

  it.effect("stays open for five seconds, then lets one request ask", () =>
    run(Effect.gen(function*() {
      yield* fail(10)
      yield* TestClock.adjust("4999 millis")
      assert.isTrue(yield* isOpen(serverOf(ok)))
      yield* TestClock.adjust("1 millis")
      const probe = yield* Effect.forkChild(send(serverOf({ status: 200, latency: 100 })))
      yield* settle
      const server = serverOf(ok)
      const { error } = yield* ended(send(server))
      assert(typeof error === "object" && error._tag === "CircuitOpen")
      assert.strictEqual(server.times.length, 0)
      yield* TestClock.adjust("100 millis")
      assert.strictEqual(yield* Fiber.join(probe), 200)
      assert.isFalse(yield* isOpen(serverOf(ok)))
    })))

  it.effect("opens again when that request fails", () =>
    run(Effect.gen(function*() {
      yield* fail(10)
      yield* TestClock.adjust("5 seconds")
      assert.isFalse(yield* isOpen(serverOf(down)))
      assert.isTrue(yield* isOpen(serverOf(ok)))
      yield* TestClock.adjust("5 seconds")
      assert.isFalse(yield* isOpen(serverOf(ok)))
    })))

  it.effect.each<readonly [string, Step]>([
    ["a success", ok],
    ["a declared failure", { status: 404 }]
  ])("counts from the start after %s", ([, step]) =>
    run(Effect.gen(function*() {
      yield* fail(9)
      yield* ended(send(serverOf(step)))
      yield* fail(9)
      assert.isFalse(yield* isOpen(serverOf(ok)))
    })))

  it.effect.each<readonly [string, Step]>([
    ["reset connections", { reason: "ECONNRESET" }],
    ["refused connections", { reason: "ECONNREFUSED" }],
    ["503", refusal(undefined, 503)]
  ])("opens after %s too", ([, step]) =>
    run(Effect.gen(function*() {
      yield* fail(10, step)
      assert.isTrue(yield* isOpen(serverOf(ok)))
    })))

  it.effect("does not open because of refusals: the server works", () =>
    run(Effect.gen(function*() {
      yield* fail(20, refusal("3600"))
      const server = serverOf(ok)
      const { value } = yield* ended(send(server, { key: "other" }))
      assert.strictEqual(value, 200)
    })))

  it.effect("is told of once when it opens and once when it closes", () =>
    run(Effect.gen(function*() {
      const { events } = yield* listening(Effect.gen(function*() {
        yield* fail(12)
        yield* TestClock.adjust("5 seconds")
        yield* ended(send(serverOf(ok)))
        yield* ended(send(serverOf(ok)))
      }))
      const circuit = events.filter(({ _tag }) => _tag.startsWith("circuit")).map(({ _tag, key }) => [_tag, key])
      assert.deepStrictEqual(circuit, [["circuitOpened", "https://a.test"], ["circuitClosed", "https://a.test"]])
    })))
})
