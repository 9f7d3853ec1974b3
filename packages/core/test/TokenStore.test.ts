import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { suite } from "@atlas-bearer/core/testing/TokenStoreSuite"
import * as TokenKey from "@atlas-bearer/core/TokenKey"
import type { TokenRecord } from "@atlas-bearer/core/TokenRecord"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber, Layer, Option, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { inspect } from "node:util"

/** Time passes while the test runs. */
const withTime = <A, E, R>(test: Effect.Effect<A, E, R>) =>
  Effect.raceFirst(test, Effect.forever(Effect.andThen(TestClock.adjust("10 millis"), Effect.yieldNow)))

/** As somebody without Effect would write it, but for the time. */
const mapStore = (clock: Clock.Clock): PromiseTokenStore.PromiseTokenStore => {
  const records = new Map<string, string>()
  const read = (key: string): PromiseTokenStore.StoredRecord | undefined => {
    const json = records.get(key)
    return json === undefined ? undefined : JSON.parse(json)
  }
  const leases = new Map<string, Promise<void>>()
  const sleep = (milliseconds: number) =>
    Effect.runPromise(Effect.provideService(Effect.sleep(milliseconds), Clock.Clock, clock))
  return {
    get: async (key) => read(key),
    set: async (key, record, expectedGeneration) => {
      const generation = read(key)?.generation ?? 0
      if (generation !== expectedGeneration || record.generation <= generation) return false
      records.set(key, JSON.stringify(record))
      return true
    },
    remove: async (key) => void records.delete(key),
    withLease: async (key, ttl, run) => {
      const other = leases.get(key)
      if (other !== undefined) {
        await other
        return false
      }
      const done = run()
      const lease: Promise<void> = Promise.race([done, sleep(ttl)]).finally(() => {
        if (leases.get(key) === lease) leases.delete(key)
      })
      leases.set(key, lease)
      await done
      return true
    }
  }
}

const layerPromises = Layer.effect(
  TokenStore,
  Effect.map(Clock.Clock, (clock) => PromiseTokenStore.toTokenStore(mapStore(clock)))
)

describe.each([
  { name: "in memory", layer: TokenStore.layerMemory },
  { name: "over promises", layer: layerPromises }
])("a token store $name", ({ layer }) => {
  for (const { name, test } of suite) it.effect(name, () => Effect.provide(withTime(test), layer))
})

describe("a token store over promises", () => {
  const rejecting = (cause: unknown): PromiseTokenStore.PromiseTokenStore => ({
    get: () => Promise.reject(cause),
    set: () => Promise.reject(cause),
    remove: () => Promise.reject(cause),
    withLease: () => Promise.reject(cause)
  })

  it.effect("fails with the operation and the cause when the store rejects", () =>
    Effect.gen(function*() {
      const cause = new Error("disk full")
      const store = PromiseTokenStore.toTokenStore(rejecting(cause))
      const operations = {
        get: Effect.asVoid(store.get("key")),
        set: Effect.asVoid(store.set("key", { generation: 1 }, 0)),
        remove: store.remove("key"),
        withLease: Effect.asVoid(store.withLease("key", "1 second", Effect.die("is not executed")))
      }
      for (const [operation, effect] of Object.entries(operations)) {
        const error = yield* Effect.flip(effect)
        assert.deepStrictEqual([error._tag, error.operation, error.cause], ["TokenStoreError", operation, cause])
        assert.include(error.message, operation)
      }
    }))

  it.effect("fails when the store throws before it has a promise", () =>
    Effect.gen(function*() {
      const store = PromiseTokenStore.toTokenStore({
        ...rejecting(undefined),
        withLease: () => {
          throw new Error("not connected")
        }
      })
      assert.include(yield* Effect.flip(store.withLease("key", "1 second", Effect.void)), { operation: "withLease" })
    }))

  // As somebody without types writes it, over a `Map` or a database that is asked synchronously.
  it.effect("need give no promises, and may say null for nothing", () =>
    Effect.gen(function*() {
      const kept = new Map<string, unknown>()
      const methods = {
        get: (key: string) => kept.get(key) ?? null,
        set: (key: string, record: unknown) => kept.set(key, record) === kept,
        remove: (key: string) => kept.delete(key),
        withLease: (_key: string, _ttl: number, run: () => Promise<void>) => run().then(() => true)
      }
      const store = PromiseTokenStore.toTokenStore(Object.assign(rejecting(undefined), methods))
      assert.isTrue(Option.isNone(yield* store.get("key")))
      assert.isTrue(yield* store.set("key", { generation: 1 }, 0))
      assert.deepStrictEqual(yield* store.get("key"), Option.some({ generation: 1 }))
      assert.deepStrictEqual(yield* store.withLease("key", "1 second", Effect.succeed(1)), { _tag: "Held", value: 1 })
      yield* store.remove("key")
      const never = PromiseTokenStore.toTokenStore(Object.assign(rejecting(undefined), { withLease: () => false }))
      assert.deepStrictEqual(yield* never.withLease("key", "1 second", Effect.void), { _tag: "Waited" })
    }))

  it.effect("shows nothing of what is stored when that is no record, nor of a record that cannot be stored", () =>
    Effect.gen(function*() {
      const store = PromiseTokenStore.toTokenStore({
        ...rejecting(undefined),
        get: () => Promise.resolve({ generation: 1, accessToken: { value: "hunter2" }, refreshToken: "hunter2" })
      })
      const record: TokenRecord = { generation: 0, accessToken: Redacted.make("hunter2") }
      for (const effect of [Effect.asVoid(store.get("key")), Effect.asVoid(store.set("key", record, 0))]) {
        const error = yield* Effect.flip(effect)
        assert.strictEqual(error._tag, "TokenStoreError")
        const shown = inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error) +
          String(error.cause)
        assert.notInclude(shown, "hunter2")
      }
    }))

  it.effect("keeps the result of a holder whose lease could not be ended", () =>
    Effect.gen(function*() {
      const store = PromiseTokenStore.toTokenStore({
        ...rejecting(undefined),
        withLease: async (_key, _ttl, run) => {
          await run()
          throw new Error("disk full")
        }
      })
      assert.deepStrictEqual(yield* store.withLease("key", "1 second", Effect.succeed(1)), { _tag: "Held", value: 1 })
    }))

  it.effect("tells the store that nobody waits any more, and ends a lease that comes too late", () =>
    Effect.gen(function*() {
      let signal: AbortSignal | undefined
      let give: () => Promise<void> = () => Promise.reject(new Error("not asked"))
      const store = PromiseTokenStore.toTokenStore({
        ...rejecting(undefined),
        withLease: (_key, _ttl, run, aborted) => {
          signal = aborted
          give = run
          return new Promise(() => undefined)
        }
      })
      const waiting = yield* Effect.forkChild(store.withLease("key", "1 second", Effect.die("is not executed")))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(waiting)
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(waiting)))
      assert.isTrue(signal?.aborted)
      yield* Effect.promise(() => give())
    }))
})

describe("a key", () => {
  it.each([
    [
      TokenKey.serviceAccount("https://cloud.mongodb.com", "mdb_sa_id_1"),
      "sa:https%3A%2F%2Fcloud.mongodb.com:mdb_sa_id_1"
    ],
    [TokenKey.user("https://a.test", "app", "ü/:"), "user:https%3A%2F%2Fa.test:app:%C3%BC%2F%3A"],
    [TokenKey.users("https://a.test", "app"), "users:https%3A%2F%2Fa.test:app"],
    [TokenKey.admin("https://a.test", "\ud800"), "admin:https%3A%2F%2Fa.test:%EF%BF%BD"]
  ])("%s holds its parts percent-encoded", (key, expected) => {
    assert.strictEqual(key, expected)
  })
})
