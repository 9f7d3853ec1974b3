import { type Entry, ImmediateSender } from "@atlas-bearer/core/ImmediateSender"
import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { Throttle } from "@atlas-bearer/core/Throttle"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { listening, settle } from "./passing.ts"
import { ended, ok, refusal, send, serverOf, type Step } from "./sending.ts"

const request = { key: "key", origin: "https://a.test", idempotent: false }

const enter = Effect.gen(function*() {
  return (yield* ImmediateSender).enter(request, yield* SendOptions, yield* Clock.Clock)
})

const entered = Effect.map(enter, (entry): Entry => {
  assert(entry !== undefined)
  return entry
})

/** Sends one request at once, as the node client does, and goes on in a fiber where that is not the end. */
const sendAtOnce = (server: ReturnType<typeof serverOf>) =>
  Effect.gen(function*() {
    const entry = yield* entered
    const first = yield* Effect.exit(server.attempt)
    if (Exit.isSuccess(first) && entry.settle(first.value.status, () => first.value.fields)) return first.value.status
    return yield* Effect.ensuring(entry.resume(first, server.attempt, (reason) => reason), Effect.sync(entry.leave))
  })

const run = <A, E>(test: Effect.Effect<A, E, Sender | ImmediateSender | Throttle>) => Effect.provide(test, Sender.layer)

const state = Effect.map(Effect.flatMap(Throttle, (throttle) => throttle.inspect), ([key]) => key)

describe("a request that may go at once", () => {
  it.effect("holds a place until its reply is here, and then is forgotten", () =>
    run(Effect.gen(function*() {
      const entry = yield* entered
      assert.strictEqual((yield* state)?.inFlight, 1)
      assert.isTrue(entry.settle(200, () => ({})))
      entry.leave()
      assert.isUndefined(yield* state)
    })))

  it.effect("gives its place back when its caller leaves, once", () =>
    run(Effect.gen(function*() {
      const [entry, other] = [yield* entered, yield* entered]
      entry.leave()
      entry.leave()
      assert.isFalse(entry.settle(200, () => ({})))
      assert.strictEqual((yield* state)?.inFlight, 1)
      other.leave()
    })))

  it.effect("counts for the limit that its reply tells", () =>
    run(Effect.gen(function*() {
      const entry = yield* entered
      entry.settle(200, () => ({ "ratelimit-remaining": "0", "ratelimit-reset": "7" }))
      assert.isUndefined(yield* enter)
      yield* TestClock.adjust("7 seconds")
      assert.isDefined(yield* enter)
    })))

  it.effect("does not go while the window is full, the gate is closed or reopening, or somebody waits", () =>
    run(Effect.gen(function*() {
      const places = yield* Effect.all([entered, entered, entered, entered])
      assert.isUndefined(yield* enter)
      const waiter = yield* Effect.forkChild(send(serverOf({ status: 200, latency: 100 })))
      yield* settle
      places[0].leave()
      assert.isUndefined(yield* enter)
      yield* TestClock.adjust("100 millis")
      yield* Fiber.join(waiter)
      places.forEach(({ leave }) => leave())
      const refused = yield* Effect.forkChild(send(serverOf(refusal("3"), { status: 200, latency: 1000 })))
      yield* TestClock.adjust("2 seconds")
      assert.isUndefined(yield* enter)
      yield* TestClock.adjust("1100 millis")
      assert.isUndefined(yield* enter)
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.join(refused)
      assert.isDefined(yield* enter)
    })))
})

describe("a request that went at once", () => {
  it.effect.each<readonly [string, Step, number, ReadonlyArray<string>]>([
    ["429", refusal("5"), 5000, ["keyClosed", "retried", "waiting", "released", "keyOpened"]],
    ["a refused connection", { reason: "ECONNREFUSED" }, 0, ["retried"]]
  ])("waits and is sent again after %s, and tells of it", ([, step, atLeast, tags]) =>
    run(Effect.gen(function*() {
      const server = serverOf(step, ok)
      const { events, value: result } = yield* listening(ended(sendAtOnce(server)))
      assert.strictEqual(result.value, 200)
      assert.strictEqual(server.times.length, 2)
      assert.isAtLeast((server.times[1] ?? 0) - (server.times[0] ?? 0), atLeast)
      assert.deepStrictEqual(events.map(({ _tag }) => _tag), tags)
    })))

  it.effect("closes the gate for everybody when it is refused", () =>
    run(Effect.gen(function*() {
      yield* Effect.forkChild(sendAtOnce(serverOf(refusal("5"), ok)))
      yield* settle
      const other = serverOf(ok)
      const { took } = yield* ended(send(other))
      assert.isAtLeast(took, 5000)
    })))

  it.effect("announces that the gate is open when it was refused in the meantime", () =>
    run(Effect.gen(function*() {
      const { events } = yield* listening(Effect.gen(function*() {
        const slow = yield* Effect.forkChild(sendAtOnce(serverOf({ status: 200, latency: 8000 })))
        yield* settle
        // Its probe has to wait for the slow one, which is the first that is admitted.
        yield* ended(send(serverOf(refusal("5"), ok)))
        yield* Fiber.join(slow)
      }))
      assert.strictEqual(events.filter(({ _tag }) => _tag === "keyOpened").length, 1)
    })))

  it.effect("keeps the deadline that it had at first", () =>
    run(Effect.gen(function*() {
      const slow: Step = { status: 429, fields: { "retry-after": "30" }, latency: 80_000 }
      const { error, took } = yield* ended(sendAtOnce(serverOf(slow, ok)))
      // 10 s are left, and no 30 s.
      assert(typeof error === "object" && error._tag === "RateLimited")
      assert.strictEqual(took, 80_000)
    })))

  it.effect("counts for the circuit: ten failures open it, a success in between starts anew", () =>
    run(Effect.gen(function*() {
      const fail = (times: number) => Effect.replicateEffect(sendAtOnce(serverOf({ status: 500 })), times)
      yield* fail(9)
      assert.strictEqual(yield* sendAtOnce(serverOf(ok)), 200)
      const { events } = yield* listening(fail(10))
      assert.deepStrictEqual(events.map(({ _tag }) => _tag), ["circuitOpened"])
      assert.isUndefined(yield* enter)
      const { error } = yield* ended(send(serverOf(ok)))
      assert(typeof error === "object" && error._tag === "CircuitOpen")
    })))

  it.effect("says nothing to a circuit that opened after it went", () =>
    run(Effect.gen(function*() {
      const slow = yield* Effect.forkChild(sendAtOnce(serverOf({ status: 200, latency: 1000 })))
      yield* settle
      yield* Effect.replicateEffect(sendAtOnce(serverOf({ status: 500 })), 10)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* Fiber.join(slow), 200)
      const { error } = yield* ended(send(serverOf(ok)))
      assert(typeof error === "object" && error._tag === "CircuitOpen")
    })))
})
