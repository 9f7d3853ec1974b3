import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { ServiceAccounts } from "@atlas-bearer/emulator/ServiceAccounts"
import { ServiceAccountTokens } from "@atlas-bearer/emulator/ServiceAccountTokens"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { jwtParts } from "./jwtParts.ts"
import { seededStore } from "./seededStore.ts"

const { clientId } = DefaultSeed.serviceAccount

const refusal = <A>(effect: Effect.Effect<A, { readonly _tag: string; readonly description: string }>) =>
  Effect.map(Effect.flip(effect), ({ _tag, description }) => `${_tag}: ${description}`)

describe("ServiceAccountTokens", () => {
  it.effect("issues a token for an hour", () =>
    Effect.gen(function*() {
      const tokens = yield* ServiceAccountTokens
      const clock = yield* VirtualClock
      yield* clock.set(1_234_567_890_000)
      const { accessToken, expiresIn } = yield* tokens.issue({ clientId })
      assert.strictEqual(expiresIn, 3600)
      assert.deepInclude(JSON.parse(jwtParts(accessToken).claims), {
        aud: "api://admin",
        exp: 1_234_571_490,
        iat: 1_234_567_890,
        sub: clientId
      })
      yield* clock.freeze
      yield* clock.advance("3599 seconds")
      assert.strictEqual((yield* tokens.authenticate(accessToken)).clientId, clientId)
      yield* clock.advance("1 second")
      assert.include(yield* refusal(tokens.authenticate(accessToken)), "InvalidClient")
    }).pipe(seededStore()))

  it.effect("revokes a token of the account, and no other's", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const tokens = yield* ServiceAccountTokens
      const other = { clientId: "mdb_sa_id_000000000000000000000000" }
      yield* accounts.create({ ...other, clientSecret: Redacted.make("secret") })
      const { accessToken } = yield* tokens.issue({ clientId })
      yield* tokens.revoke(other, accessToken)
      yield* tokens.authenticate(accessToken)
      yield* tokens.revoke({ clientId }, accessToken)
      yield* tokens.revoke({ clientId }, accessToken)
      assert.include(yield* refusal(tokens.authenticate(accessToken)), "InvalidClient")
    }).pipe(seededStore()))

  it.effect("stops at the quota of live tokens, until one is revoked or expires", () =>
    Effect.gen(function*() {
      const accounts = yield* ServiceAccounts
      const tokens = yield* ServiceAccountTokens
      const clock = yield* VirtualClock
      const other = { clientId: "mdb_sa_id_000000000000000000000000" }
      yield* accounts.create({ ...other, clientSecret: Redacted.make("secret") })
      const issue = tokens.issue({ clientId })
      const refused = "TokenQuotaExceeded: Access Token limit reached. " +
        "Please use the existing Access Tokens or create a new Service Account."
      const { accessToken } = yield* issue
      yield* clock.advance("1 minute")
      yield* issue
      yield* issue
      assert.strictEqual(yield* refusal(issue), refused)
      yield* tokens.issue(other)
      yield* tokens.revoke({ clientId }, accessToken)
      yield* issue
      assert.strictEqual(yield* refusal(issue), refused)
      yield* clock.advance("1 hour")
      yield* Effect.all([issue, issue, issue])
      assert.strictEqual(yield* refusal(issue), refused)
    }).pipe(seededStore({ quota: 3 })))

  it.effect("lets no more through the quota when all ask at once", () =>
    Effect.gen(function*() {
      const tokens = yield* ServiceAccountTokens
      const exits = yield* Effect.all(
        Array.from({ length: 20 }, () => Effect.exit(tokens.issue({ clientId }))),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(exits.filter(({ _tag }) => _tag === "Success").length, 3)
    }).pipe(seededStore({ quota: 3 })))

  it.effect("has no quota when none is set", () =>
    Effect.gen(function*() {
      const tokens = yield* ServiceAccountTokens
      yield* Effect.all(Array.from({ length: 150 }, () => tokens.issue({ clientId })))
    }).pipe(seededStore()))

  it.effect("refuses what is no token of its own", () =>
    Effect.gen(function*() {
      const tokens = yield* ServiceAccountTokens
      const text = Redacted.value((yield* tokens.issue({ clientId })).accessToken)
      const claimed = Buffer.from(JSON.stringify({ sub: clientId, exp: "soon" })).toString("base64url")
      for (const wrong of [`${text}A`, text.slice(0, -1), text.replace(/[^.]*$/, ""), `a.${claimed}.c`, "opaque", ""]) {
        const token = Redacted.make(wrong)
        assert.include(yield* refusal(tokens.authenticate(token)), "InvalidClient")
        yield* tokens.revoke({ clientId }, token)
      }
      yield* tokens.authenticate(Redacted.make(text))
    }).pipe(seededStore()))

  it.effect("deletes tokens of all accounts once they have expired", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const tokens = yield* ServiceAccountTokens
      const other = { clientId: "mdb_sa_id_000000000000000000000000" }
      yield* ServiceAccounts.use(({ create }) => create({ ...other, clientSecret: Redacted.make("secret") }))
      yield* tokens.issue(other)
      yield* VirtualClock.use(({ advance }) => advance("61 minutes"))
      yield* tokens.issue({ clientId })
      const rows = yield* database.all(Schema.Struct({ clientId: Schema.String }), "SELECT * FROM serviceAccountTokens")
      assert.deepStrictEqual(rows, [{ clientId }])
    }).pipe(seededStore()))
})
