import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { Identities } from "@atlas-bearer/emulator/Identities"
import { Logins } from "@atlas-bearer/emulator/Logins"
import * as Proof from "@atlas-bearer/emulator/Proof"
import { Users } from "@atlas-bearer/emulator/Users"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { logIn as logInByPassword } from "./logIn.ts"
import { seededApp, seededStore } from "./seededStore.ts"

const jean = Proof.external({
  providerType: "custom-token",
  externalId: "24601",
  type: "normal",
  data: { name: "Jean" }
})
const server = Proof.external({ providerType: "api-key", externalId: "k1", type: "server", data: {} })

const start = Effect.gen(function*() {
  const app = yield* seededApp
  const logins = yield* Logins
  const users = yield* Users
  const { password, username } = DefaultSeed.user
  const { userId } = yield* users.createAnonymous(app)
  const link = (proof: Proof.Proof, id = userId) => logins.link(app, id, proof)
  return {
    app,
    link,
    logins,
    userId,
    users,
    registered: Proof.registered(yield* users.byPassword(app, username, Redacted.make(password))),
    refused: (proof: Proof.Proof, id?: string) =>
      Effect.map(Effect.flip(link(proof, id)), ({ _tag, description }) => `${_tag}: ${description}`)
  }
})

const providersOf = (userId: string) =>
  Identities.use(({ ofUser }) =>
    Effect.map(ofUser(userId), (identities) => identities.map(({ providerType }) => providerType))
  )

describe("Logins", () => {
  it.effect("link another authority's identity, with what it tells", () =>
    Effect.gen(function*() {
      const { app, link, logins, userId, users } = yield* start
      yield* link(jean)
      yield* link(jean)
      assert.deepStrictEqual(yield* providersOf(userId), ["anon-user", "custom-token"])
      assert.deepStrictEqual((yield* users.profile(userId)).data, { name: "Jean" })
      assert.strictEqual((yield* logins.identify(app, jean)).userId, userId)
    }).pipe(seededStore()))

  it.effect("link a registration that never logged in, and leave no user behind", () =>
    Effect.gen(function*() {
      const { app, link, logins, registered, userId, users } = yield* start
      yield* link(registered)
      assert.deepStrictEqual(yield* providersOf(userId), ["anon-user", "local-userpass"])
      assert.deepStrictEqual((yield* users.profile(userId)).data, { email: DefaultSeed.user.username })
      const { password, username } = DefaultSeed.user
      const account = yield* users.byPassword(app, username, Redacted.make(password))
      assert.strictEqual((yield* logins.identify(app, Proof.registered(account))).userId, userId)
      const count = yield* Database.use((database) =>
        database.all(Schema.Struct({ id: Schema.String }), "SELECT * FROM users WHERE domainId = :domainId", {
          domainId: app.domainId
        })
      )
      assert.deepStrictEqual(count, [{ id: userId }])
    }).pipe(seededStore()))

  it.effect("link a user API key to nobody but its user", () =>
    Effect.gen(function*() {
      const { link, refused, userId, users } = yield* start
      const identity = { id: "k1", userId, providerType: "api-key", providerId: "p", providerData: {} }
      yield* link(Proof.userKey(identity))
      const other = yield* users.createAnonymous(yield* seededApp)
      assert.strictEqual(
        yield* refused(Proof.userKey(identity), other.userId),
        "InvalidParameter: invalid user link request"
      )
      assert.strictEqual(yield* refused(server), "InvalidParameter: invalid user link request")
      assert.strictEqual(yield* refused(Proof.anonymous), "InvalidParameter: invalid user link request")
    }).pipe(seededStore()))

  it.effect("refuse an identity of another user, and a second e-mail address, and change nothing", () =>
    Effect.gen(function*() {
      const { app, link, logins, refused, registered, userId, users } = yield* start
      const another = "InvalidSession: a user already exists with the specified provider"
      yield* logins.identify(app, jean)
      assert.strictEqual(yield* refused(jean), another)
      const password = Redacted.make("24601-password")
      const second = yield* users.register({ app, email: "jean@example.com", password, confirmed: true })
      yield* link(registered)
      const account = yield* users.byPassword(app, "jean@example.com", password)
      assert.strictEqual(
        yield* refused(Proof.registered(account)),
        "InternalServerError: linking a local-userpass identity is not allowed when one is already linked"
      )
      assert.deepStrictEqual(yield* providersOf(userId), ["anon-user", "local-userpass"])
      assert.deepStrictEqual(yield* providersOf(second.userId), ["local-userpass"])
    }).pipe(seededStore()))

  it.effect("refuse an e-mail address that has logged in", () =>
    Effect.gen(function*() {
      const { refused, registered } = yield* start
      yield* logInByPassword
      assert.match(yield* refused(registered), /^InvalidSession/)
    }).pipe(seededStore()))
})
