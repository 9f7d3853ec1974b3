import type * as AppUsers from "@atlas-bearer/core/AppUsers"
import * as Credentials from "@atlas-bearer/core/Credentials"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import { TestClock } from "effect/testing"
import { idsOf, logIn, run, userKey } from "./appRuns.ts"
import { appServer } from "./appServer.ts"

describe("A session whose refresh token is dead", () => {
  const ended = Effect.fnUntraced(function*(server: ReturnType<typeof appServer>, options: Partial<AppUsers.Options>) {
    const app = yield* run(server, options)
    const user = yield* logIn(app, "one")
    server.live.clear()
    yield* TestClock.adjust("31 minutes")
    return { app, user }
  })
  const reauthenticate = (userId: string) => Effect.succeed(Credentials.apiKey(userId))

  it.effect("goes on with the credentials of the app, once for all callers", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const { app, user } = yield* ended(server, { store, reauthenticate })
      yield* Effect.all(Array.from({ length: 50 }, () => user.tokens.get), { concurrency: "unbounded" })
      assert.deepStrictEqual(server.asked.slice(-2), ["POST session", "POST login"])
      yield* TestClock.adjust("31 minutes")
      yield* user.tokens.get
      assert.strictEqual(server.asked.at(-1), "POST session")
      assert.deepStrictEqual(idsOf(app), ["one"])
    }))

  it.effect("ends when these are refused", () =>
    Effect.gen(function*() {
      const server = appServer()
      const { user } = yield* ended(server, { reauthenticate })
      server.state.refusedKeys.add("one")
      const error = yield* Effect.flip(user.tokens.get)
      assert.strictEqual(error._tag, "SessionEnded")
      assert.include(error.message, "logging in again failed")
    }))

  it.effect("ends when these are another user's", () =>
    Effect.gen(function*() {
      const { user } = yield* ended(appServer(), {
        reauthenticate: () => Effect.succeed(Credentials.apiKey("another"))
      })
      assert.strictEqual((yield* Effect.flip(user.tokens.get))._tag, "SessionEnded")
    }))

  it.effect("is kept while the app does not say, which is asked again after the deadline", () =>
    Effect.gen(function*() {
      let asked = 0
      const { app, user } = yield* ended(appServer(), {
        reauthenticate: (userId) => Effect.suspend(() => asked++ === 0 ? Effect.never : reauthenticate(userId))
      })
      const fiber = yield* Effect.forkChild(Effect.flip(user.tokens.get))
      yield* TestClock.adjust("1 second")
      yield* TestClock.adjust("90 seconds")
      assert.strictEqual((yield* Fiber.join(fiber))._tag, "DeadlineExceeded")
      yield* user.tokens.get
      assert.deepStrictEqual(idsOf(app), ["one"])
    }))

  it.effect("is kept while the server cannot be asked", () =>
    Effect.gen(function*() {
      const server = appServer()
      const { app, user } = yield* ended(server, { reauthenticate })
      server.state.isDown = true
      assert.notStrictEqual((yield* Effect.flip(user.tokens.get))._tag, "SessionEnded")
      server.state.isDown = false
      yield* TestClock.adjust("2 seconds")
      yield* user.tokens.get
      assert.deepStrictEqual(idsOf(app), ["one"])
    }))
})

describe("A session that belongs to a request", () => {
  it.effect("is neither listed nor stored, and can be resumed elsewhere without a request", () =>
    Effect.gen(function*() {
      const server = appServer()
      const store = TokenStore.makeMemory()
      const app = yield* run(server, { store })
      const session = yield* app.authenticate(Credentials.apiKey("one"))
      assert.isEmpty(app.list())
      assert.isTrue(Option.isNone(yield* store.get(userKey("one"))))
      const { refreshToken } = session.known()
      assert.isDefined(refreshToken)
      if (refreshToken === undefined) return
      const before = server.asked.length
      const resumed = yield* (yield* run(server)).resume({ refreshToken, userId: "one" })
      assert.strictEqual(server.asked.length, before)
      yield* resumed.tokens.get
      assert.deepStrictEqual(server.asked.slice(before), ["GET location", "POST session"])
      yield* resumed.logOut
      assert.isEmpty(server.live)
    }))
})
