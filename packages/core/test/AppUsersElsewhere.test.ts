import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Option, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { idsOf, logIn, run, userKey } from "./appRuns.ts"
import { appServer } from "./appServer.ts"

describe("The users of an app that another process has too", () => {
  it.effect("keep the session that another process began meanwhile", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const here = yield* run(server, { store })
      const user = yield* logIn(here, "one")
      server.live.clear()
      yield* TestClock.adjust("31 minutes")
      yield* logIn(yield* run(server, { store }), "one")
      // Its own refresh token is dead, and the stored one is good.
      yield* user.tokens.get
      yield* TestClock.adjust("31 minutes")
      yield* user.tokens.get
      assert.deepStrictEqual(idsOf(here), ["one"])
      assert.strictEqual(server.asked.filter((asked) => asked === "POST session").length, 1)
    }))

  it.effect("do not come back by a renewal that was under way when another process logged them out", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const here = yield* run(server, { store })
      const user = yield* logIn(here, "one")
      const there = yield* run(server, { store })
      yield* there.restore
      yield* TestClock.adjust("31 minutes")
      server.state.latency = Duration.seconds(1)
      const caller = yield* Effect.forkChild(user.tokens.get)
      yield* TestClock.adjust("500 millis")
      server.state.latency = Duration.zero
      for (const other of there.list()) yield* other.logOut
      yield* TestClock.adjust("1 second")
      yield* Fiber.await(caller)
      assert.isTrue(Option.isNone(yield* store.get(userKey("one"))))
    }))

  it.effect("do not come back by a renewal after a log-out elsewhere of which the server does not know", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const user = yield* logIn(yield* run(server, { store }), "one")
      yield* store.remove(userKey("one"))
      yield* TestClock.adjust("31 minutes")
      yield* user.tokens.get
      assert.isTrue(Option.isNone(yield* store.get(userKey("one"))))
    }))

  it.effect("keep what another process stored while their own session ended", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const user = yield* logIn(yield* run(server, { store }), "one")
      server.live.clear()
      yield* TestClock.adjust("31 minutes")
      server.state.latency = Duration.seconds(1)
      const caller = yield* Effect.forkChild(Effect.flip(user.tokens.get))
      yield* TestClock.adjust("500 millis")
      server.state.latency = Duration.zero
      yield* logIn(yield* run(server, { store }), "one")
      yield* TestClock.adjust("1 second")
      assert.strictEqual((yield* Fiber.join(caller))._tag, "SessionEnded")
      assert.isTrue(Option.isSome(yield* store.get(userKey("one"))))
    }))

  it.effect("are not given a refused token again because another process stored its profile with it", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const user = yield* logIn(yield* run(server, { store }), "one")
      const there = yield* run(server, { store })
      yield* there.restore
      const token = yield* user.tokens.get
      for (const other of there.list()) yield* other.profile
      yield* user.tokens.invalidate(token)
      assert.notStrictEqual(Redacted.value(yield* user.tokens.get), Redacted.value(token))
    }))
})
