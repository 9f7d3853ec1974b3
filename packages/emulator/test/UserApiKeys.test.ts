import { ApiKeys } from "@atlas-bearer/emulator/ApiKeys"
import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { Logins } from "@atlas-bearer/emulator/Logins"
import { Sessions } from "@atlas-bearer/emulator/Sessions"
import { UserApiKeys } from "@atlas-bearer/emulator/UserApiKeys"
import { Users } from "@atlas-bearer/emulator/Users"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { logIn, noDevice } from "./logIn.ts"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const start = Effect.gen(function*() {
  const { refreshToken, userId } = yield* logIn
  return { app: yield* seededApp, keys: yield* UserApiKeys, refreshToken, userId }
})

describe("UserApiKeys", () => {
  it.effect("are 20 at most, each name once", () =>
    Effect.gen(function*() {
      const { keys, refreshToken } = yield* start
      for (let n = 0; n < 20; n++) yield* keys.create(refreshToken, `k${n}`)
      assert.strictEqual((yield* Effect.flip(keys.create(refreshToken, "k0")))._tag, "APIKeyAlreadyExists")
      assert.strictEqual((yield* Effect.flip(keys.create(refreshToken, "k20")))._tag, "BadRequest")
      const [first] = yield* keys.list(refreshToken)
      assert(first !== undefined)
      yield* keys.delete(refreshToken, first.id)
      yield* keys.create(refreshToken, "k20")
    }).pipe(seededStore()))

  it.effect("are not without a name, in the vendor's words", () =>
    Effect.gen(function*() {
      const { keys, refreshToken } = yield* start
      const error = yield* Effect.flip(keys.create(refreshToken, ""))
      assert.include(error, { _tag: "BadRequest", description: "'name' is a required string." })
    }).pipe(seededStore()))

  it.effect.each(["a b", "ä", "a/b", "a\n"])("are not named %j", (name) =>
    Effect.gen(function*() {
      const { keys, refreshToken } = yield* start
      assert.strictEqual((yield* Effect.flip(keys.create(refreshToken, name)))._tag, "InvalidParameter")
    }).pipe(seededStore()))

  it.effect("are the business of their user alone", () =>
    Effect.gen(function*() {
      const { app, keys, refreshToken } = yield* start
      const { id, key } = yield* keys.create(refreshToken, "mine")
      const users = yield* Users
      const sessions = yield* Sessions
      const other = yield* sessions.start(app, yield* users.createAnonymous(app), noDevice)
      assert.isEmpty(yield* keys.list(other.refreshToken))
      for (const operation of [keys.get, keys.delete, keys.enable, keys.disable]) {
        assert.strictEqual((yield* Effect.flip(operation(other.refreshToken, id)))._tag, "APIKeyNotFound")
      }
      const apiKeys = yield* ApiKeys
      assert.strictEqual((yield* Effect.flip(apiKeys.prove(yield* otherApp, key)))._tag, "AuthError")
      const server = yield* Effect.flatMap(
        apiKeys.prove(app, Redacted.make(DefaultSeed.serverApiKey)),
        (proof) => Logins.use(({ identify }) => identify(app, proof))
      )
      const session = yield* sessions.start(app, server, noDevice)
      assert.isEmpty(yield* keys.list(session.refreshToken))
    }).pipe(seededStore()))

  it.effect("do not log a disabled user in, and go with a deleted one", () =>
    Effect.gen(function*() {
      const { app, keys, refreshToken, userId = "" } = yield* start
      const { key } = yield* keys.create(refreshToken, "mine")
      const apiKeys = yield* ApiKeys
      const database = yield* Database
      yield* database.run("UPDATE users SET disabled = 1")
      assert.strictEqual((yield* Effect.flip(apiKeys.prove(app, key)))._tag, "UserDisabled")
      yield* Users.use((users) => users.delete(userId))
      assert.strictEqual((yield* Effect.flip(apiKeys.prove(app, key)))._tag, "AuthError")
    }).pipe(seededStore()))

  it.effect("are not in the database", () =>
    Effect.gen(function*() {
      const { keys, refreshToken } = yield* start
      const { key } = yield* keys.create(refreshToken, "mine")
      const database = yield* Database
      const rows = yield* database.all(Schema.Record(Schema.String, Schema.Unknown), "SELECT * FROM apiKeys")
      assert.strictEqual(rows.length, 2)
      assert.notInclude(JSON.stringify(rows), Redacted.value(key))
    }).pipe(seededStore()))

  it.effect("ask for a live refresh token, and no access token", () =>
    Effect.gen(function*() {
      const { accessToken, refreshToken } = yield* logIn
      const keys = yield* UserApiKeys
      assert.strictEqual((yield* Effect.flip(keys.list(accessToken)))._tag, "TokenInvalid")
      yield* Sessions.use((sessions) => sessions.revoke(refreshToken))
      assert.strictEqual((yield* Effect.flip(keys.list(refreshToken)))._tag, "InvalidSession")
    }).pipe(seededStore()))
})
