import { type ClientEvent, Listener } from "@atlas-bearer/core/ClientEvent"
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { TokenStore, TokenStoreError } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { start, valueOf } from "./accounts.ts"
import { tokenServer } from "./tokenServer.ts"

const broken: TokenStore["Service"] = {
  get: () => Effect.fail(new TokenStoreError({ operation: "get", cause: "gone" })),
  set: () => Effect.fail(new TokenStoreError({ operation: "set", cause: "gone" })),
  remove: () => Effect.fail(new TokenStoreError({ operation: "remove", cause: "gone" })),
  withLease: () => Effect.fail(new TokenStoreError({ operation: "withLease", cause: "gone" }))
}

/** Keeps nothing, and gives leases as `withLease` does. */
const leasing = (withLease: PromiseTokenStore.PromiseTokenStore["withLease"]) =>
  PromiseTokenStore.toTokenStore({
    get: async () => undefined,
    set: async () => true,
    remove: async () => undefined,
    withLease
  })

describe("Service accounts on one store", () => {
  it.effect("share one token, whoever obtained it", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      server.state.latency = Duration.seconds(1)
      const store = TokenStore.makeMemory()
      const accounts = yield* Effect.all(Array.from({ length: 20 }, () => start(server, { store })))
      const callers = yield* Effect.forkChild(
        Effect.all(accounts.map(({ tokens }) => valueOf(tokens.get)), { concurrency: "unbounded" })
      )
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(new Set(yield* Fiber.join(callers)), new Set(["t1"]))
      // At 80 % of its life the first to be due renews it for all.
      yield* TestClock.adjust("56 minutes")
      yield* Effect.forEach(accounts, ({ tokens }) => tokens.get)
      yield* TestClock.adjust("2 seconds")
      assert.deepStrictEqual(
        new Set(yield* Effect.forEach(accounts, ({ tokens }) => valueOf(tokens.get))),
        new Set(["t2"])
      )
      assert.strictEqual(server.asked.length, 2)
    }))

  it.effect("obtain 30 tokens a day, however many they are", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const store = TokenStore.makeMemory()
      const accounts = yield* Effect.all(Array.from({ length: 20 }, () => start(server, { store })))
      for (let minute = 0; minute < 24 * 60; minute++) {
        yield* Effect.forEach(accounts, ({ tokens }) => tokens.get, { discard: true })
        yield* TestClock.adjust("1 minute")
      }
      assert.isAtMost(server.asked.length, 24 * 1.25)
    }))

  it.effect("replace a refused token once for all", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const store = TokenStore.makeMemory()
      const [one, other] = yield* Effect.all([start(server, { store }), start(server, { store })])
      const token = yield* one.tokens.get
      assert.strictEqual(yield* valueOf(other.tokens.get), "t1")
      yield* TestClock.adjust("2 seconds")
      yield* one.tokens.invalidate(token)
      yield* other.tokens.invalidate(token)
      assert.strictEqual(yield* valueOf(one.tokens.get), "t2")
      assert.strictEqual(yield* valueOf(other.tokens.get), "t2")
      assert.strictEqual(server.asked.length, 2)
    }))

  it.effect("use any stored token that is good when the quota is used up", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      server.state.quota = 1
      const shared = TokenStore.makeMemory()
      yield* (yield* start(server, { store: shared })).tokens.get
      // What is stored is seen only when the server has refused: before that, the store was silent.
      let reads = 0
      const store = { ...shared, get: (name: string) => reads++ < 2 ? Effect.succeedNone : shared.get(name) }
      assert.strictEqual(yield* valueOf((yield* start(server, { store })).tokens.get), "t1")
      const alone = yield* Effect.flip((yield* start(server)).tokens.get)
      assert.strictEqual(alone._tag, "TokenQuotaExceeded")
    }))

  it.effect("believe no stored token to live longer than tokens do, whatever the clock says", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const store = TokenStore.makeMemory()
      yield* TestClock.adjust("48 hours")
      yield* (yield* start(server, { store })).tokens.get
      yield* TestClock.setTime(0)
      const { tokens } = yield* start(server, { store })
      assert.strictEqual(yield* valueOf(tokens.get), "t1")
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* valueOf(tokens.get), "t2")
    }))

  it.effect("do without a store that fails, and tell of it", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const events: Array<ClientEvent> = []
      const { revoke, tokens } = yield* start(server, { store: broken }).pipe(
        Effect.provideService(Listener, (event) => void events.push(event))
      )
      assert.strictEqual(yield* valueOf(tokens.get), "t1")
      yield* revoke
      assert.isEmpty(server.live)
      assert.deepStrictEqual(
        new Set(events.map((event) => event._tag === "storeFailed" ? event.error.operation : event._tag)),
        new Set(["get", "set", "withLease", "tokenObtained"])
      )
    }))

  it.effect("do without a store that does not answer", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const silent: TokenStore["Service"] = {
        get: () => Effect.never,
        set: () => Effect.never,
        remove: () => Effect.never,
        withLease: () => Effect.never
      }
      const { tokens } = yield* start(server, { store: silent })
      const caller = yield* Effect.forkChild(valueOf(tokens.get))
      yield* TestClock.adjust("50 seconds")
      assert.strictEqual(yield* Fiber.join(caller), "t1")
    }))

  it.effect("do without a store that does not end a lease, and tell of it", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const failed: Array<string> = []
      const store = leasing(async (_key, _ttl, run) => {
        await run()
        return new Promise(() => undefined)
      })
      const { tokens } = yield* start(server, { store }).pipe(
        Effect.provideService(
          Listener,
          (event) => void (event._tag === "storeFailed" && failed.push(event.error.operation))
        )
      )
      const caller = yield* Effect.forkChild(valueOf(tokens.get))
      yield* TestClock.adjust("6 seconds")
      assert.strictEqual(yield* Fiber.join(caller), "t1")
      assert.deepStrictEqual(failed, ["withLease"])
      assert.strictEqual(server.asked.length, 1)
    }))

  it.effect("do without a store that neither gives a lease nor waits, and tell of it", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const failed: Array<string> = []
      const store = leasing(async () => false)
      const { tokens } = yield* start(server, { store }).pipe(
        Effect.provideService(
          Listener,
          (event) => void (event._tag === "storeFailed" && failed.push(event.error.operation))
        )
      )
      const caller = yield* Effect.forkChild(valueOf(tokens.get))
      for (let passed = 0; passed < 61; passed++) yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* Fiber.join(caller), "t1")
      assert.deepStrictEqual(failed, ["withLease"])
    }))

  it.effect("leave the processor to others while a store gives no lease and does not wait", () =>
    Effect.gen(function*() {
      let asked = 0
      const store = leasing(async (_key, _ttl, run) => {
        // Nobody waits for this many, should there be no pause between them.
        if (++asked < 10_000) return false
        await run()
        return true
      })
      const { tokens } = yield* start(tokenServer(), { store })
      const caller = yield* Effect.forkChild(tokens.get)
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(caller)
      assert.isAtMost(asked, 20)
    }))

  it.effect.each([0, "3600", undefined, 1e12, 1e300])(
    "ask no storm of a server that gives a life of %s",
    (life) =>
      Effect.gen(function*() {
        const server = tokenServer(life)
        const { tokens } = yield* start(server, { store: TokenStore.makeMemory() })
        const callers = yield* Effect.forkChild(
          Effect.forEach(Array.from({ length: 100 }), () => tokens.get, { concurrency: 10, discard: true })
        )
        yield* TestClock.adjust("5 seconds")
        assert.isAtMost(server.asked.length, 6)
        yield* Fiber.interrupt(callers)
      })
  )
})
