import { type ClientEvent, Listener } from "@atlas-bearer/core/ClientEvent"
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { idsOf, logIn, run, userKey } from "./appRuns.ts"
import { appServer } from "./appServer.ts"

describe("The users of an app", () => {
  it.effect("come back in the next run, the current one first, without a request", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const first = yield* run(server, { store })
      const one = yield* logIn(first, "one")
      yield* logIn(first, "two")
      yield* first.switchTo(one)
      const before = server.asked.length
      const second = yield* run(server, { store })
      yield* second.restore
      assert.deepStrictEqual(idsOf(second), ["one", "two"])
      const [restored] = second.list()
      assert.deepStrictEqual(restored?.known().profile?.data, { name: "Jean" })
      if (restored !== undefined) yield* restored.tokens.get
      assert.strictEqual(server.asked.length, before)
    }))

  it.effect("are renewed in the next run when their access tokens have ended meanwhile", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      yield* logIn(yield* run(server, { store }), "one")
      yield* TestClock.adjust("3 hours")
      const next = yield* run(server, { store })
      yield* next.restore
      for (const user of next.list()) yield* user.tokens.get
      assert.deepStrictEqual(server.asked.slice(-2), ["GET location", "POST session"])
    }))

  it.effect("are gone from list, store and server after a log-out, which is said once", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const app = yield* run(server, { store })
      yield* logIn(app, "one")
      const two = yield* logIn(app, "two")
      yield* Effect.all([two.logOut, two.logOut], { concurrency: "unbounded" })
      assert.deepStrictEqual(idsOf(app), ["one"])
      assert.isTrue(Option.isNone(yield* store.get(userKey("two"))))
      assert.strictEqual(server.live.size, 1)
      assert.strictEqual((yield* Effect.flip(two.tokens.get))._tag, "SessionEnded")
      yield* two.logOut
      assert.deepStrictEqual(server.asked.filter((asked) => asked.startsWith("DELETE")), ["DELETE session"])
      const next = yield* run(server, { store })
      yield* next.restore
      assert.deepStrictEqual(idsOf(next), ["one"])
    }))

  it.effect("are logged out here although the server is down, after 2 s at the latest", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const app = yield* run(server, { store })
      const user = yield* logIn(app, "one")
      server.state.isDown = true
      yield* Effect.flip(user.logOut)
      assert.isEmpty(app.list())
      assert.isTrue(Option.isNone(yield* store.get(userKey("one"))))
    }))

  it.effect("are removed when the refresh token is dead, and the listener is told", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const events: Array<ClientEvent> = []
      const app = yield* Effect.provideService(
        run(server, { store }),
        Listener,
        (event) => void events.push(event)
      )
      const user = yield* logIn(app, "one")
      server.live.clear()
      yield* TestClock.adjust("31 minutes")
      assert.strictEqual((yield* Effect.flip(user.tokens.get))._tag, "SessionEnded")
      assert.isEmpty(app.list())
      assert.isTrue(Option.isNone(yield* store.get(userKey("one"))))
      assert.include(events.map(({ _tag }) => _tag), "sessionEnded")
    }))

  it.effect("cannot be switched to once they have logged out", () =>
    Effect.gen(function*() {
      const app = yield* run(appServer())
      const user = yield* logIn(app, "one")
      yield* user.logOut
      assert.strictEqual((yield* Effect.flip(app.switchTo(user)))._tag, "NotLoggedIn")
    }))

  it.effect("are left as they are by a login that fails", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const app = yield* run(server, { store })
      yield* logIn(app, "one")
      const record = yield* store.get(userKey("one"))
      server.state.refusedKeys.add("one")
      assert.strictEqual((yield* Effect.flip(logIn(app, "one")))._tag, "AuthError")
      assert.deepStrictEqual(idsOf(app), ["one"])
      assert.deepStrictEqual(yield* store.get(userKey("one")), record)
    }))

  it.effect("start clean on a store that fails or holds garbage, and tell of it", () =>
    Effect.gen(function*() {
      const server = appServer()
      const garbage = PromiseTokenStore.toTokenStore({
        get: () => Promise.resolve({ generation: "one", refreshToken: 7 }),
        set: () => Promise.reject(new Error("read-only")),
        remove: () => Promise.reject(new Error("read-only")),
        withLease: () => Promise.reject(new Error("read-only"))
      })
      const events: Array<ClientEvent> = []
      const app = yield* Effect.provideService(
        run(server, { store: garbage }),
        Listener,
        (event) => void events.push(event)
      )
      const user = yield* Effect.provideService(logIn(app, "one"), Listener, (event) => void events.push(event))
      yield* TestClock.adjust("31 minutes")
      yield* user.tokens.get
      assert.deepStrictEqual(idsOf(app), ["one"])
      assert.include(events.map(({ _tag }) => _tag), "storeFailed")
    }))
})
