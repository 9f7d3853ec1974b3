/** The secrets of service accounts: two at most, so that one can be replaced while it is in use. */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { Database } from "./Database.ts"
import * as ObjectId from "./ObjectId.ts"
import * as SecretHash from "./SecretHash.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** Times are in milliseconds since 1970; a secret without `expiresAt` does not expire. */
const Secret = Schema.Struct({
  id: Schema.String,
  hash: Schema.String,
  masked: Schema.String,
  createdAt: Schema.Int,
  expiresAt: Schema.NullOr(Schema.Int),
  lastUsedAt: Schema.NullOr(Schema.Int)
})
/** A secret as the API shows it. Times are in milliseconds since 1970. */
export type Secret = typeof Secret.Type

/** What verification looks at, on the way of every token. */
const Known = Schema.Struct({
  id: Secret.fields.id,
  hash: Secret.fields.hash,
  expiresAt: Secret.fields.expiresAt,
  lastUsedAt: Secret.fields.lastUsedAt
})
const known = `SELECT ${Object.keys(Known.fields).join()} FROM serviceAccountSecrets
  WHERE clientId = :clientId ORDER BY rowid`

/** The account has two secrets, and an expired one counts until it is deleted. */
export class TooManySecrets extends Data.TaggedError("TooManySecrets") {}

/** The account has no secret of this id. */
export class SecretNotFound extends Data.TaggedError("SecretNotFound") {}

const most = 2
const grace = 7 * 24 * 3_600_000

export class ServiceAccountSecrets extends Context.Service<ServiceAccountSecrets, {
  readonly list: (clientId: string) => Effect.Effect<ReadonlyArray<Secret>>
  /** Adds a secret that somebody chose, which does not expire. */
  readonly add: (clientId: string, value: Redacted.Redacted) => Effect.Effect<void>
  /** Makes a secret; the one before it lives for 7 days at most from now on. The value is in no other answer. */
  readonly create: (
    clientId: string,
    hours: number
  ) => Effect.Effect<{ readonly secret: Secret; readonly value: Redacted.Redacted }, TooManySecrets>
  readonly delete: (clientId: string, id: string) => Effect.Effect<void, SecretNotFound>
  /** Is this a live secret of the account? An unknown account takes as long as a known one. */
  readonly verify: (clientId: string, value: Redacted.Redacted) => Effect.Effect<boolean>
}>()("@atlas-bearer/emulator/ServiceAccountSecrets") {
  static readonly layer = Layer.effect(
    ServiceAccountSecrets,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const database = yield* Database

      const knownSecrets = database.remember(Known, known)
      const list = (clientId: string) =>
        database.all(Secret, "SELECT * FROM serviceAccountSecrets WHERE clientId = :clientId ORDER BY rowid", {
          clientId
        })

      const insert = Effect.fnUntraced(function*(clientId: string, value: Redacted.Redacted, life: number | undefined) {
        const now = Math.floor(yield* clock.now)
        const secret: Secret = {
          id: yield* ObjectId.make,
          hash: SecretHash.make(value),
          masked: `${"*".repeat(15)}${Redacted.value(value).slice(-4)}`,
          createdAt: now,
          expiresAt: life === undefined ? null : now + life,
          lastUsedAt: null
        }
        yield* database.insert("serviceAccountSecrets", { clientId, ...secret })
        return secret
      })

      return ServiceAccountSecrets.of({
        list,
        add: (clientId, value) => Effect.asVoid(insert(clientId, value, undefined)),
        create: Effect.fn("ServiceAccountSecrets.create")(function*(clientId, hours) {
          if ((yield* list(clientId)).length >= most) return yield* new TooManySecrets()
          const until = Math.floor(yield* clock.now) + grace
          yield* database.run(
            `UPDATE serviceAccountSecrets SET expiresAt = min(coalesce(expiresAt, :until), :until)
              WHERE clientId = :clientId`,
            { clientId, until }
          )
          const value = Redacted.make(`mdb_sa_sk_${randomBytes(30).toString("base64url")}`)
          return { value, secret: yield* insert(clientId, value, hours * 3_600_000) }
        }, database.transaction),
        delete: Effect.fn("ServiceAccountSecrets.delete")(function*(clientId, id) {
          const { changes } = yield* database.run(
            "DELETE FROM serviceAccountSecrets WHERE clientId = :clientId AND id = :id",
            { clientId, id }
          )
          if (changes === 0) return yield* new SecretNotFound()
        }),
        verify: Effect.fnUntraced(function*(clientId, value) {
          const now = Math.floor(yield* clock.now)
          const secrets = yield* knownSecrets({ clientId })
          const isRight = SecretHash.matching(value)
          // Two, whatever there are.
          const matches = [isRight(secrets[0]?.hash), isRight(secrets[1]?.hash)]
          const found = secrets[matches.indexOf(true)]
          if (found === undefined || (found.expiresAt !== null && found.expiresAt <= now)) return false
          // It is told to the second.
          if (found.lastUsedAt !== null && Math.abs(now - found.lastUsedAt) < 1_000) return true
          yield* database.run("UPDATE serviceAccountSecrets SET lastUsedAt = :now WHERE id = :id", {
            id: found.id,
            now
          })
          return true
        })
      })
    })
  )
}
