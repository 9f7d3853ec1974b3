import { Throttle } from "@atlas-bearer/core/Throttle"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect } from "effect"
import { TestClock } from "effect/testing"
import { inspect, makeCallers, patience } from "./passing.ts"

const run = <A, E>(test: Effect.Effect<A, E, Throttle>) => Effect.provide(test, Throttle.layer)

/** Is refused for so long, by a bucket with a name. */
const refused = (key: string, seconds: number, bucket?: string, scope?: string) =>
  Throttle.use((throttle) =>
    throttle.pass(
      key,
      { ...patience(), scope },
      (place) => place.refuse({ bucket, retryAfter: Duration.seconds(seconds) })
    )
  )

describe("a bucket that the server names", () => {
  it.effect("is one for all keys that it refused", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* refused("a", 1, "orgs", "scope")
      yield* refused("b", 1, "orgs", "scope").pipe(Effect.forkChild)
      yield* TestClock.adjust("10 seconds")
      const first = yield* call("1", "a")
      yield* call("2", "b")
      assert.deepStrictEqual(sent, ["1"])
      yield* first.refused(5)
      yield* TestClock.adjust("4 seconds")
      assert.deepStrictEqual(sent, ["1"])
      yield* TestClock.adjust("2 seconds")
      assert.deepStrictEqual(sent, ["1", "2"])
      assert.strictEqual((yield* inspect).length, 1)
    })))

  it.effect("closes every key that it refused before, with what one of them is told", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* refused("a", 1, "orgs", "scope")
      yield* refused("b", 9, "orgs", "scope")
      yield* TestClock.adjust("2 seconds")
      yield* call("1", "a")
      assert.deepStrictEqual(sent, [])
    })))

  it.effect.each(
    [["another bucket", "users", "scope"], ["another scope", "orgs", "other"], ["no name", undefined, "scope"]] as const
  )(
    "is not %s",
    ([, bucket, scope]) =>
      run(Effect.gen(function*() {
        const { call, sent } = makeCallers()
        yield* refused("a", 1, "orgs", "scope")
        yield* refused("b", 9, bucket, scope)
        yield* TestClock.adjust("2 seconds")
        yield* call("1", "a")
        assert.deepStrictEqual(sent, ["1"])
      }))
  )

  it.effect("loses nobody who waited for the key before", () =>
    run(Effect.gen(function*() {
      const { call, sent } = makeCallers()
      yield* refused("a", 1, "orgs", "scope")
      yield* TestClock.adjust("2 seconds")
      const callers = yield* Effect.forEach(["1", "2", "3", "4", "5", "6"], (name) => call(name, "b"))
      yield* refused("b", 3, "orgs", "scope").pipe(Effect.forkChild)
      for (const caller of callers) yield* caller.admitted
      yield* TestClock.adjust("1 minute")
      for (const caller of callers) yield* caller.admitted
      assert.deepStrictEqual(sent, ["1", "2", "3", "4", "5", "6"])
    })))
})
