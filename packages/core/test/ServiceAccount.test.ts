import { ClientSecretUnavailable } from "@atlas-bearer/core/ClientSecret"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import * as ServiceAccount from "@atlas-bearer/core/ServiceAccount"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Layer, Option, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { clientId, key, origin, start, valueOf } from "./accounts.ts"
import { tokenServer } from "./tokenServer.ts"

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
