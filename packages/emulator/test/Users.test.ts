import { Profile } from "@atlas-bearer/core/endpoints/client/Profile"
import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { PasswordHash } from "@atlas-bearer/emulator/PasswordHash"
import { Users } from "@atlas-bearer/emulator/Users"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Redacted, Schema } from "effect"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const password = Redacted.make(DefaultSeed.user.password)
const disableAll = Database.use((database) => database.run("UPDATE users SET disabled = 1"))

describe("Users", () => {
  it.effect("logs in with a password", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const { id, userId, providerId, providerType } = yield* users.byPassword(app, DefaultSeed.user.username, password)
      assert.strictEqual(providerType, "local-userpass")
      for (const objectId of [id, userId, providerId]) assert.match(objectId, /^[0-9a-f]{24}$/)
      const data = { email: DefaultSeed.user.username }
      assert.deepStrictEqual(Schema.encodeSync(Profile)(yield* users.profile(userId)), {
        user_id: userId,
        domain_id: app.domainId,
        identities: [{ id, provider_type: providerType, provider_id: providerId, provider_data: data }],
        data,
        type: "normal"
      })
    }).pipe(seededStore()))

  it.effect("answers an unknown user and a wrong password alike", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const other = yield* otherApp
      const refused = [
        users.byPassword(app, DefaultSeed.user.username, Redacted.make("passwore")),
        users.byPassword(app, "TEST@example.com", password),
        users.byPassword(app, "nobody@example.com", password),
        users.byPassword(other, DefaultSeed.user.username, password)
      ]
      for (const login of refused) {
        const error = yield* Effect.flip(login)
        assert.strictEqual(error._tag, "InvalidPassword")
        assert.propertyVal(error, "description", "invalid username/password")
      }
    }).pipe(seededStore()))

  it.effect("hashes a password for an unknown user too", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const passwords = yield* PasswordHash
      const app = yield* seededApp
      const hashes = yield* Effect.forEach(
        Array.from({ length: 68 }),
        () => Effect.forkChild(passwords.hash(password), { startImmediately: true })
      )
      const error = yield* Effect.flip(users.byPassword(app, "nobody@example.com", password))
      assert.strictEqual(error._tag, "Overloaded")
      yield* Fiber.joinAll(hashes)
    }).pipe(seededStore()))

  it.effect("tells of missing confirmation and of a disabled user only whoever knows the password", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const wrong = Redacted.make("passwore")
      yield* users.register({ app, email: "new@example.com", password, confirmed: false })
      const tagOf = <A, E extends { readonly _tag: string }>(login: Effect.Effect<A, E>) =>
        Effect.map(Effect.flip(login), ({ _tag }) => _tag)
      assert.strictEqual(yield* tagOf(users.byPassword(app, "new@example.com", wrong)), "InvalidPassword")
      assert.strictEqual(yield* tagOf(users.byPassword(app, "new@example.com", password)), "AuthError")
      yield* disableAll
      assert.strictEqual(yield* tagOf(users.byPassword(app, DefaultSeed.user.username, wrong)), "InvalidPassword")
      assert.strictEqual(yield* tagOf(users.byPassword(app, DefaultSeed.user.username, password)), "UserDisabled")
    }).pipe(seededStore()))

  it.effect("registers an address once, with a password of 6 to 128 characters", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const register = (email: string, password: string) =>
        users.register({ app, email, password: Redacted.make(password), confirmed: true })
      yield* register("a@example.com", "123456")
      yield* register("A@example.com", "1".repeat(128))
      assert.strictEqual((yield* Effect.flip(register("a@example.com", "1234567")))._tag, "AccountNameInUse")
      assert.strictEqual((yield* Effect.flip(register("b@example.com", "12345")))._tag, "BadRequest")
      assert.strictEqual((yield* Effect.flip(register("b@example.com", "1".repeat(129))))._tag, "BadRequest")
      assert.strictEqual((yield* Effect.flip(register("", "123456")))._tag, "BadRequest")
      yield* users.byPassword(app, "a@example.com", Redacted.make("123456"))
    }).pipe(seededStore()))

  it.effect("makes a new anonymous user each time", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const [a, b] = yield* Effect.all([users.createAnonymous(app), users.createAnonymous(app)])
      assert.notStrictEqual(a.userId, b.userId)
      assert.strictEqual(a.providerId, b.providerId)
      assert.match(a.id, /^[0-9a-f]{24}-[a-z]{24}$/)
      assert.strictEqual((yield* users.profile(a.userId)).identities[0]?.providerType, "anon-user")
    }).pipe(seededStore()))

  it.effect("finds the same user by an external id, with what the issuer last told", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const login = { app, providerType: "custom-token", externalId: "24601", type: "normal" as const }
      const first = yield* users.byIdentity({ ...login, data: { name: "Jean" } })
      const second = yield* users.byIdentity({ ...login, data: { name: "Madeleine" } })
      assert.strictEqual(second.userId, first.userId)
      assert.deepStrictEqual((yield* users.profile(first.userId)).data, { name: "Madeleine" })
      const elsewhere = yield* users.byIdentity({ ...login, app: yield* otherApp, data: {} })
      assert.notStrictEqual(elsewhere.userId, first.userId)
      yield* disableAll
      assert.strictEqual((yield* Effect.flip(users.byIdentity({ ...login, data: {} })))._tag, "UserDisabled")
    }).pipe(seededStore()))

  it.effect("has no profile of a user who is gone", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const error = yield* Effect.flip(users.profile("000000000000000000000000"))
      assert.strictEqual(error._tag, "InvalidSession")
    }).pipe(seededStore()))
})
