import { Listener } from "@atlas-bearer/core/ClientEvent"
import type { RateLimit } from "@atlas-bearer/core/RateLimit"
import { Throttle } from "@atlas-bearer/core/Throttle"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { inspect, listening, makeCallers, pass, patience, settle } from "./passing.ts"

const run = <A, E>(test: Effect.Effect<A, E, Throttle>) => Effect.provide(test, Throttle.layer)
const learn = (seconds: number, key = "key", rate: RateLimit = {}) =>
  Throttle.use((throttle) => throttle.learn(key, { ...rate, retryAfter: Duration.seconds(seconds) }))

const limit = { _tag: "Window", count: 2, window: Duration.minutes(5) } as const

describe("Throttle.inspect", () => {
  it.effect("lists nothing at first", () => run(Effect.map(inspect, (keys) => assert.deepStrictEqual(keys, []))))

  it.effect("shows what is on its way and who waits", () =>
    run(Effect.gen(function*() {
      const { call } = makeCallers()
      yield* Effect.forEach(["1", "2", "3", "4", "5", "6"], (name) => call(name))
      assert.deepStrictEqual(yield* inspect, [
        { key: "key", state: "open", nextRelease: undefined, limit: undefined, inFlight: 4, waiters: 2 }
      ])
    })))

  it.effect("shows until when a key is closed, and its limit", () =>
    run(Effect.gen(function*() {
      yield* learn(50, "key", { limit })
      yield* TestClock.adjust("20 seconds")
      const [state] = yield* inspect
      assert.strictEqual(state?.state, "closed")
      assert.deepStrictEqual(state?.limit, limit)
      const next = state?.nextRelease && Duration.toMillis(state.nextRelease)
      assert.isTrue(next !== undefined && next >= 30_000 && next <= 31_000)
    })))

  it.effect("forgets a key that is idle, while others are used", () =>
    run(Effect.gen(function*() {
      for (let key = 0; key < 100; key++) yield* learn(10, `key${key}`)
      assert.strictEqual((yield* inspect).length, 100)
      yield* TestClock.adjust("2 minutes")
      for (let call = 0; call < 100; call++) yield* pass("other")
      assert.isAtMost((yield* inspect).length, 1)
    })))

  it.effect("keeps a key that somebody waits for, however long", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* learn(3600)
      yield* call("a", "key", patience(7200))
      yield* TestClock.adjust("30 minutes")
      for (let key = 0; key < 10; key++) yield* learn(1, `key${key}`)
      assert.strictEqual((yield* inspect).find(({ key }) => key === "key")?.waiters, 1)
      yield* TestClock.adjust("31 minutes")
      assert.deepStrictEqual(sent, ["a"])
    })))

  it.effect("is empty after 100,000 requests for 10,000 keys", () =>
    run(Effect.gen(function*() {
      const keys = Array.from({ length: 10_000 }, (_, key) => `key${key}`)
      for (let round = 0; round < 10; round++) yield* Effect.forEach(keys, (key) => pass(key), { discard: true })
      assert.deepStrictEqual(yield* inspect, [])
    })), 20_000)
})

describe("Throttle.learn", () => {
  it.effect("closes a key for everybody", () =>
    run(Effect.gen(function*() {
      const { call, times } = makeCallers()
      yield* learn(7)
      const caller = yield* call("a")
      yield* TestClock.adjust("10 seconds")
      assert.isTrue(times.length === 1 && times.every((time) => time >= 7000 && time <= 7140))
      yield* caller.admitted
    })))
})

describe("a listener", () => {
  it.effect("hears when a key closes and opens, and who waits", () =>
    run(Effect.gen(function*() {
      const { events } = yield* listening(Effect.gen(function*() {
        const { call } = makeCallers()
        yield* learn(10)
        const callers = yield* Effect.forEach(["a", "b"], (name) => call(name))
        yield* TestClock.adjust("11 seconds")
        for (const caller of callers) yield* caller.admitted
      }))
      const heard = events.map((event) => event._tag)
      assert.deepStrictEqual(heard, ["keyClosed", "waiting", "waiting", "released", "keyOpened", "released"])
      assert.isTrue(events.every(({ key }) => key === "key"))
      const [closed, , , released] = events
      assert(closed?._tag === "keyClosed" && released?._tag === "released")
      assert.deepStrictEqual(released.waited, Duration.millis(Math.ceil(Duration.toMillis(closed.wait))))
    })))

  it.effect("hears once that a key closed, when several requests are refused", () =>
    run(Effect.gen(function*() {
      const { events } = yield* listening(Effect.gen(function*() {
        const { call } = makeCallers()
        const callers = yield* Effect.forEach(["a", "b", "c"], (name) => call(name))
        for (const caller of callers) yield* caller.refused(5)
      }))
      assert.deepStrictEqual(events.map((event) => event._tag), ["keyClosed"])
    })))

  it.effect("hears nothing of a request that neither waits nor is refused", () =>
    run(Effect.gen(function*() {
      const { events } = yield* listening(pass("key"))
      assert.deepStrictEqual(events, [])
    })))

  it.effect("takes no place away when it throws", () =>
    run(Effect.gen(function*() {
      const { call } = makeCallers()
      const callers = yield* Effect.forEach(["1", "2", "3", "4"], (name) => call(name))
      const throwing = Effect.provideService(pass("key"), Listener, ({ _tag }) => {
        if (_tag === "released") throw new Error("bug")
      })
      const fiber = yield* Effect.forkChild(throwing)
      yield* settle
      for (const caller of callers) yield* caller.admitted
      yield* Fiber.await(fiber)
      const [state] = yield* inspect
      assert.include(state, { inFlight: 0, waiters: 0 })
    })))
})
