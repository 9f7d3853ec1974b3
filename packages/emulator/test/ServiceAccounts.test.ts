import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { ServiceAccounts } from "@atlas-bearer/emulator/ServiceAccounts"
import { ServiceAccountTokens } from "@atlas-bearer/emulator/ServiceAccountTokens"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
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

  it.effect("stores neither secrets nor tokens", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const { accessToken } = yield* ServiceAccountTokens.use(({ issue }) => issue({ clientId }))
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
