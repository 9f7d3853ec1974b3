import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { ServiceAccounts } from "@atlas-bearer/emulator/ServiceAccounts"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { jwtParts } from "./jwtParts.ts"
import { seededStore } from "./seededStore.ts"

const { clientId, clientSecret } = DefaultSeed.serviceAccount
const encoded = (text: string) => text.replaceAll("_", "%5F")

const refusal = <A>(effect: Effect.Effect<A, { readonly _tag: string; readonly description: string }>) =>
  Effect.map(Effect.flip(effect), ({ _tag, description }) => `${_tag}: ${description}`)

describe("ServiceAccounts", () => {
  it.effect.each([
    { clientId, clientSecret },
    { clientId: encoded(clientId), clientSecret: encoded(clientSecret) },
    { clientId, clientSecret: encoded(clientSecret) }
  ])("accepts $clientId with $clientSecret", ({ clientId, clientSecret }) =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const account = yield* accounts.authenticate({ clientId, clientSecret: Redacted.make(clientSecret) })
      assert.strictEqual(account.clientId, DefaultSeed.serviceAccount.clientId)
    }).pipe(seededStore()))

  it.effect.each([
    { clientId, clientSecret: "wrong" },
    { clientId, clientSecret: `${clientSecret}%` },
    { clientId, clientSecret: "no such secret" },
    { clientId: "mdb_sa_id_000000000000000000000000", clientSecret },
    { clientId: "mdb_sa_id_000000000000000000000000", clientSecret: "no such secret" },
    { clientId: "%", clientSecret: "%zz" }
  ])("refuses $clientId with $clientSecret", ({ clientId, clientSecret }) =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const login = accounts.authenticate({ clientId, clientSecret: Redacted.make(clientSecret) })
      assert.strictEqual(yield* refusal(login), "InvalidClient: Invalid credentials provided.")
    }).pipe(seededStore()))

  it.effect("issues a token for an hour", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const clock = yield* VirtualClock
      yield* clock.set(1_234_567_890_000)
      const { accessToken, expiresIn } = yield* accounts.issue({ clientId })
      assert.strictEqual(expiresIn, 3600)
      assert.deepInclude(JSON.parse(jwtParts(accessToken).claims), {
        aud: "api://admin",
        exp: 1_234_571_490,
        iat: 1_234_567_890,
        sub: clientId
      })
      yield* clock.freeze
      yield* clock.advance("3599 seconds")
      assert.strictEqual((yield* accounts.authenticateToken(accessToken)).clientId, clientId)
      yield* clock.advance("1 second")
      assert.include(yield* refusal(accounts.authenticateToken(accessToken)), "InvalidClient")
    }).pipe(seededStore()))

  it.effect("revokes a token of the account, and no other's", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const other = { clientId: "mdb_sa_id_000000000000000000000000" }
      yield* accounts.create({ ...other, clientSecret: Redacted.make("secret") })
      const { accessToken } = yield* accounts.issue({ clientId })
      yield* accounts.revoke(other, accessToken)
      yield* accounts.authenticateToken(accessToken)
      yield* accounts.revoke({ clientId }, accessToken)
      yield* accounts.revoke({ clientId }, accessToken)
      assert.include(yield* refusal(accounts.authenticateToken(accessToken)), "InvalidClient")
    }).pipe(seededStore()))

  it.effect("stops at the quota of live tokens, until one is revoked or expires", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const clock = yield* VirtualClock
      const other = { clientId: "mdb_sa_id_000000000000000000000000" }
      yield* accounts.create({ ...other, clientSecret: Redacted.make("secret") })
      const issue = accounts.issue({ clientId })
      const refused = "TokenQuotaExceeded: Access Token limit reached. " +
        "Please use the existing Access Tokens or create a new Service Account."
      const { accessToken } = yield* issue
      yield* clock.advance("1 minute")
      yield* issue
      yield* issue
      assert.strictEqual(yield* refusal(issue), refused)
      yield* accounts.issue(other)
      yield* accounts.revoke({ clientId }, accessToken)
      yield* issue
      assert.strictEqual(yield* refusal(issue), refused)
      yield* clock.advance("1 hour")
      yield* Effect.all([issue, issue, issue])
      assert.strictEqual(yield* refusal(issue), refused)
    }).pipe(seededStore({ quota: 3 })))

  it.effect("lets no more through the quota when all ask at once", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const exits = yield* Effect.all(
        Array.from({ length: 20 }, () => Effect.exit(accounts.issue({ clientId }))),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(exits.filter(({ _tag }) => _tag === "Success").length, 3)
    }).pipe(seededStore({ quota: 3 })))

  it.effect("has no quota when none is set", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      yield* Effect.all(Array.from({ length: 150 }, () => accounts.issue({ clientId })))
    }).pipe(seededStore()))

  it.effect("stores neither secrets nor tokens", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const database = yield* Database
      const { accessToken } = yield* accounts.issue({ clientId })
      const Row = Schema.Record(Schema.String, Schema.Unknown)
      const rows = yield* Effect.all([
        database.all(Row, "SELECT * FROM serviceAccounts"),
        database.all(Row, "SELECT * FROM serviceAccountTokens"),
        database.all(Row, "SELECT * FROM apiKeys"),
        database.all(Row, "SELECT * FROM identities")
      ])
      const dump = JSON.stringify(rows)
      for (
        const secret of [
          Redacted.value(accessToken),
          clientSecret,
          DefaultSeed.serverApiKey,
          DefaultSeed.administrator.privateKey,
          `"${DefaultSeed.user.password}"`
        ]
      ) assert.notInclude(dump, secret)
    }).pipe(seededStore()))
})
