import { type ClientEvent, Listener } from "@atlas-bearer/core/ClientEvent"
import { ClientSecretUnavailable } from "@atlas-bearer/core/ClientSecret"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import * as ServiceAccount from "@atlas-bearer/core/ServiceAccount"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import * as TokenKey from "@atlas-bearer/core/TokenKey"
import { TokenStore, TokenStoreError } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Option, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { tokenServer } from "./tokenServer.ts"

const origin = "https://cloud.test"
const clientId = "mdb_sa_id_1"
const key = TokenKey.serviceAccount(origin, clientId)
const valueOf = Effect.map(Redacted.value<string>)

const start = (server: ReturnType<typeof tokenServer>, options: {
  readonly secrets?: () => readonly [string, ...Array<string>]
  readonly store?: TokenStore["Service"]
} = {}) => {
  const { secrets = () => ["s1"] } = options
  const clientSecrets = Effect.sync(() => {
    const [first, ...others] = secrets()
    return [Redacted.make(first), ...others.map((secret) => Redacted.make(secret))] as const
  })
  return ServiceAccount.make({ origin, clientId, clientSecrets, store: options.store }).pipe(
    Effect.provide(
      Layer.effect(OAuthClient, OAuthClient.make({ baseUrl: new URL(origin) })).pipe(
        Layer.provide([server.layer, unscheduled])
      )
    )
  )
}

const broken: TokenStore["Service"] = {
  get: () => Effect.fail(new TokenStoreError({ operation: "get", cause: "gone" })),
  set: () => Effect.fail(new TokenStoreError({ operation: "set", cause: "gone" })),
  remove: () => Effect.fail(new TokenStoreError({ operation: "remove", cause: "gone" })),
  withLease: () => Effect.fail(new TokenStoreError({ operation: "withLease", cause: "gone" }))
}

describe("A service account's secrets", () => {
  it.effect("are both tried when one is refused, and the accepted one is the first from then on", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      server.state.secrets = ["s2"]
      const { tokens } = yield* start(server, { secrets: () => ["s1", "s2"] })
      yield* tokens.get
      yield* TestClock.adjust("59.9 minutes")
      yield* tokens.get
      assert.deepStrictEqual(server.asked, ["token s1", "token s2", "token s2"])
    }))

  it.effect("are asked for again when one is refused: it may have been rotated since", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      server.state.secrets = ["new"]
      const given = ["old", "new"]
      const { tokens } = yield* start(server, { secrets: () => [given.shift() ?? "new"] })
      assert.strictEqual(yield* valueOf(tokens.get), "t1")
      assert.deepStrictEqual(server.asked, ["token old", "token new"])
    }))

  it.effect("are rotated under 500 calls a second without a failed call", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      server.state.latency = Duration.millis(30)
      const { tokens } = yield* start(server, { secrets: () => ["s1", "s2"] })
      const send = (token: Redacted.Redacted) =>
        server.live.has(Redacted.value(token)) ? Effect.void : Effect.fail("refused")
      const calls: Array<Fiber.Fiber<void, unknown>> = []
      for (let call = 0; call < 2_500; call++) {
        if (call === 1_000) {
          server.state.secrets = ["s2"]
          server.live.clear()
        }
        calls.push(yield* Effect.forkChild(tokens.use(send, () => true)))
        yield* TestClock.adjust("2 millis")
      }
      yield* TestClock.adjust("2 seconds")
      yield* Effect.forEach(calls, Fiber.join, { discard: true })
      assert.deepStrictEqual(server.asked, ["token s1", "token s1", "token s2"])
    }))

  it.effect("are tried once each, and then it is told that they are wrong", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      server.state.secrets = []
      const { tokens } = yield* start(server, { secrets: () => ["s1", "s2"] })
      assert.strictEqual((yield* Effect.flip(tokens.get))._tag, "InvalidClient")
      assert.deepStrictEqual(server.asked, ["token s1", "token s2"])
    }))

  it.effect("may be out of reach, which is told", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const account = yield* ServiceAccount.make({
        origin,
        clientId,
        clientSecrets: Effect.fail(new ClientSecretUnavailable({ cause: new Error("vault sealed") }))
      }).pipe(Effect.provide(
        Layer.effect(OAuthClient, OAuthClient.make({ baseUrl: new URL(origin) })).pipe(
          Layer.provide([server.layer, unscheduled])
        )
      ))
      assert.strictEqual((yield* Effect.flip(account.tokens.get))._tag, "ClientSecretUnavailable")
    }))
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

describe("Revoking", () => {
  it.effect("takes the token from memory and store, then tells the server", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const store = TokenStore.makeMemory()
      const { revoke, tokens } = yield* start(server, { store })
      yield* tokens.get
      yield* revoke
      assert.isEmpty(server.live)
      assert.isTrue(Option.isNone(yield* store.get(key)))
      assert.isUndefined(yield* tokens.current)
    }))

  it.effect("ends a token that is only stored, and obtains none in order to end it", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const store = TokenStore.makeMemory()
      yield* (yield* start(server, { store })).tokens.get
      const other = yield* start(server, { store })
      yield* other.revoke
      assert.isEmpty(server.live)
      yield* other.revoke
      assert.deepStrictEqual(server.asked, ["token s1", "revoke s1"])
    }))

  it.effect("forgets the token although the server cannot be told", () =>
    Effect.gen(function*() {
      const server = tokenServer()
      const store = TokenStore.makeMemory()
      const { revoke, tokens } = yield* start(server, { store })
      yield* tokens.get
      server.state.isDown = true
      assert.strictEqual((yield* Effect.flip(revoke))._tag, "Unavailable")
      assert.isUndefined(yield* tokens.current)
      assert.isTrue(Option.isNone(yield* store.get(key)))
    }))
})
