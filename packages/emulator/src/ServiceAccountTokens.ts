/** The access tokens of service accounts, until they expire or are revoked. */
import { InvalidClient, TokenQuotaExceeded } from "@atlas-bearer/core/OAuthError"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Database } from "./Database.ts"
import * as Es512 from "./Es512.ts"
import * as Jwt from "./Jwt.ts"
import * as ObjectId from "./ObjectId.ts"
import { Profile } from "./Profile.ts"
import * as SecretHash from "./SecretHash.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** Whose token it is. */
export interface Account {
  readonly clientId: string
}

const Domain = Schema.Struct({ signingSecret: Secret })
const decodeClaims = Schema.decodeUnknownOption(Schema.Struct({ sub: Schema.String, exp: Schema.Int }))

const issuer = "https://cloud.mongodb.com"
/** Seconds. */
const life = 3600
/** Milliseconds. */
const sweepEvery = 60_000

const insert = "INSERT INTO serviceAccountTokens (clientId, expiresAt, hash) SELECT :clientId, :expiresAt, :hash"
const belowQuota = `
  (SELECT count(*) FROM serviceAccountTokens WHERE clientId = :clientId AND expiresAt > :now) < :quota`
const at = "FROM serviceAccountTokens WHERE clientId = :clientId AND expiresAt = :expiresAt AND hash = :hash"
const sweepExpired = `
  DELETE FROM serviceAccountTokens
  WHERE clientId IN (SELECT clientId FROM serviceAccounts) AND expiresAt <= :now`

/** A token says itself where it is kept: with those of its account that end when it does. */
const placeOf = (token: Redacted.Redacted) => {
  const claims = Result.getOrUndefined(Jwt.decode(token))?.claims
  return Option.getOrUndefined(Option.map(decodeClaims(claims), ({ exp, sub }) => ({
    clientId: sub,
    expiresAt: exp * 1000,
    hash: SecretHash.make(token)
  })))
}

export class ServiceAccountTokens extends Context.Service<ServiceAccountTokens, {
  readonly issue: (account: Account) => Effect.Effect<{
    readonly accessToken: Redacted.Redacted
    /** Seconds. */
    readonly expiresIn: number
  }, TokenQuotaExceeded>
  /** A token that is unknown, or another account's, is left alone. */
  readonly revoke: (account: Account, token: Redacted.Redacted) => Effect.Effect<void>
  /** For resources that a token opens. */
  readonly authenticate: (token: Redacted.Redacted) => Effect.Effect<Account, InvalidClient>
}>()("@atlas-bearer/emulator/ServiceAccountTokens") {
  /** `quota` is the number of live tokens that an account may have. */
  static readonly layer = (quota: number | undefined) =>
    Layer.effect(
      ServiceAccountTokens,
      Effect.gen(function*() {
        const clock = yield* VirtualClock
        const database = yield* Database
        const { serviceTokens } = yield* Profile
        // Tokens are found by their hash: nobody has to verify them after this process.
        const es512 = serviceTokens === "ES512" ? Es512.make() : undefined
        const domain = yield* database.get(Domain, "SELECT * FROM domains WHERE kind = 'serviceAccounts'").pipe(
          Effect.flatMap(Effect.fromOption),
          Effect.orDie
        )

        /** Nothing reads them any longer: that they go can wait. */
        let sweptAt = Number.NEGATIVE_INFINITY
        const sweep = (now: number) => {
          if (Math.abs(now - sweptAt) < sweepEvery) return Effect.void
          sweptAt = now
          return database.run(sweepExpired, { now })
        }

        const makeToken = (sub: string, iat: number) =>
          Effect.map(ObjectId.make, (jti) => {
            const claims = { aud: "api://admin", exp: iat + life, iat, iss: issuer, jti, sub }
            return es512 === undefined ? Jwt.sign(claims, domain.signingSecret) : es512.sign(claims)
          })

        return ServiceAccountTokens.of({
          issue: Effect.fnUntraced(function*({ clientId }) {
            const now = yield* clock.now
            yield* sweep(now)
            const iat = Math.floor(now / 1000)
            const accessToken = yield* makeToken(clientId, iat)
            const row = { clientId, expiresAt: (iat + life) * 1000, hash: SecretHash.make(accessToken) }
            const { changes } = yield* quota === undefined
              ? database.run(insert, row)
              : database.run(`${insert} WHERE ${belowQuota}`, { ...row, now, quota })
            if (changes > 0) return { accessToken, expiresIn: life }
            return yield* new TokenQuotaExceeded({
              description:
                "Access Token limit reached. Please use the existing Access Tokens or create a new Service Account."
            })
          }),
          revoke: ({ clientId }, token) => {
            const place = placeOf(token)
            return place?.clientId === clientId ? Effect.asVoid(database.run(`DELETE ${at}`, place)) : Effect.void
          },
          authenticate: Effect.fn("ServiceAccountTokens.authenticate")(function*(token) {
            const place = placeOf(token)
            const isLive = place !== undefined && place.expiresAt > (yield* clock.now) &&
              Option.isSome(yield* database.get(Schema.Struct({}), `SELECT 1 ${at}`, place))
            if (!isLive) return yield* new InvalidClient({ description: "Invalid access token provided." })
            return { clientId: place.clientId }
          })
        })
      })
    )
}
