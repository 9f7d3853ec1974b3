import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { inspect, listening, settle } from "./passing.ts"
import { ended, ok, refusal, send, serverOf } from "./sending.ts"
import { knowing, makeFleet, processOf } from "./sharing.ts"

const window = { count: 3, window: 60_000 }

describe("a process of a fleet", () => {
  it.effect("sends nothing until the wait is over that another was told", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const one = yield* processOf(fleet.shared())
      const other = yield* processOf(fleet.shared())
      const refused = yield* Effect.forkChild(one(send(serverOf(refusal("30"), ok))))
      yield* settle
      const server = serverOf(ok)
      const { error } = yield* other(ended(send(server, { maxRetryAfter: 10 })))
      assert.include(error, { _tag: "RateLimited", attempts: 0 })
      const { took } = yield* other(ended(send(server)))
      assert.isAtLeast(took, 30_000)
      yield* Fiber.join(refused)
    }))

  it.effect("whose request is on its way hears it too, and tells it", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const one = yield* processOf(fleet.shared())
      const other = yield* processOf(fleet.shared())
      const slow = yield* Effect.forkChild(other(send(serverOf({ ...ok, latency: 5_000 }))))
      yield* settle
      yield* Effect.forkChild(one(send(serverOf(refusal("30"), ok))))
      yield* settle
      assert.deepStrictEqual((yield* other(inspect)).map(({ state }) => state), ["closed"])
      yield* TestClock.adjust("5 seconds")
      yield* Fiber.join(slow)
    }))

  it.effect("does not ask the others as long as it knows no limit", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const one = yield* processOf(fleet.shared())
      yield* one(ended(send(serverOf(refusal("2"), ok))))
      yield* one(ended(send(serverOf(ok))))
      assert.deepStrictEqual(fleet.asked, [])
    }))

  it.effect("asks for each request of a limit that it or another was told, and says when the reply is here", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const one = yield* knowing(fleet)
      const other = yield* processOf(fleet.shared())
      yield* TestClock.adjust("2 minutes")
      for (const inProcess of [one, other]) yield* inProcess(ended(send(serverOf(ok))))
      // Who told it knows it, who comes later was not there.
      assert.deepStrictEqual(fleet.asked, [["key", window]])
      const late = yield* knowing(fleet)
      const { took } = yield* other(ended(send(serverOf({ ...ok, latency: 3_000 }))))
      assert.isAtLeast(took, 3_000)
      assert.deepStrictEqual(fleet.asked, [["key", window]])
      assert.deepStrictEqual(fleet.ended, ["settled"])
      yield* late(ended(send(serverOf(ok))))
    }))

  it.effect("waits as long as the others need, one request after the other", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const inProcess = yield* knowing(fleet)
      yield* TestClock.adjust("2 minutes")
      fleet.answers = [20_000, 5_000]
      const server = serverOf(ok)
      const began = yield* Clock.currentTimeMillis
      const calls = yield* Effect.forkChild(
        listening(inProcess(Effect.all([send(server), send(server)], { concurrency: "unbounded" })))
      )
      yield* settle
      yield* TestClock.adjust("24 seconds")
      assert.deepStrictEqual(server.times, [])
      assert.lengthOf(fleet.asked, 2)
      yield* TestClock.adjust("2 seconds")
      const { events } = yield* Fiber.join(calls)
      assert.deepStrictEqual([server.times.length, (server.times[0] ?? 0) - began], [2, 25_000])
      assert.includeMembers(events.map(({ _tag }) => _tag), ["waiting", "released"])
    }))

  it.effect("fails at once when the others need too long", () =>
    Effect.gen(function*() {
      const fleet = makeFleet()
      const inProcess = yield* knowing(fleet)
      fleet.answers = [50_000]
      const { error, took } = yield* inProcess(ended(send(serverOf(ok), { maxRetryAfter: 10 })))
      assert.include(error, { _tag: "RateLimited" })
      assert.isBelow(took, 1_001)
      assert.deepStrictEqual(yield* inProcess(inspect).pipe(Effect.map((keys) => keys.map(({ waiters }) => waiters))), [
        0
      ])
    }))

  it.effect.each(["its key was closed", "its caller left"])(
    "gives leave back that it got when %s",
    (why) =>
      Effect.gen(function*() {
        const fleet = makeFleet()
        const inProcess = yield* knowing(fleet)
        yield* TestClock.adjust("2 minutes")
        const leave = Promise.withResolvers<undefined>()
        fleet.answers = [leave.promise]
        const server = serverOf(ok)
        const call = yield* Effect.forkChild(inProcess(send(server)))
        yield* settle
        if (why === "its caller left") yield* Fiber.interrupt(call)
        else yield* Effect.promise(() => fleet.shared().tell("key", { wait: 30_000 }))
        yield* settle
        leave.resolve(undefined)
        yield* settle
        assert.deepStrictEqual(fleet.ended, ["canceled"])
        yield* TestClock.adjust("29 seconds")
        assert.deepStrictEqual(server.times, [])
        yield* Fiber.interrupt(call)
      })
  )
})
