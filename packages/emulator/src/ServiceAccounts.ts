/** The service accounts of Cloud Manager and Atlas, and their access tokens. */
import { InvalidClient, TokenQuotaExceeded } from "@atlas-bearer/core/OAuthError"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Database } from "./Database.ts"
import * as Es512 from "./Es512.ts"
import * as Jwt from "./Jwt.ts"
import type { BasicCredentials } from "./OAuthOptions.ts"
import * as ObjectId from "./ObjectId.ts"
import { Profile } from "./Profile.ts"
import * as SecretHash from "./SecretHash.ts"
import { ServiceAccountSecrets } from "./ServiceAccountSecrets.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** What a service account shows to have a token. */
export interface Credentials {
  readonly clientId: string
  readonly clientSecret: Redacted.Redacted
}

/** Who showed it. */
export interface Account {
  readonly clientId: string
}

const StoredAccount = Schema.Struct({ clientId: Schema.String })
const Domain = Schema.Struct({ signingSecret: Secret })
const Token = Schema.Struct({ clientId: Schema.String })

const issuer = "https://cloud.mongodb.com"
/** Seconds. */
const life = 3600
/** Milliseconds. */
const sweepEvery = 60_000

const insert = "INSERT INTO serviceAccountTokens (hash, clientId, expiresAt) SELECT :hash, :clientId, :expiresAt"
const belowQuota = `
  (SELECT count(*) FROM serviceAccountTokens WHERE clientId = :clientId AND expiresAt > :now) < :quota`

const decoded = (text: string) =>
  Result.getOrElse(Result.try(() => decodeURIComponent(text.replaceAll("+", " "))), () => text)

/** RFC 6749 section 2.3.1 wants both parts form-encoded in the Basic credentials; only some clients do it. */
const formDecoded = ({ clientId, clientSecret }: Credentials): Credentials => ({
  clientId: decoded(clientId),
  clientSecret: Redacted.make(decoded(Redacted.value(clientSecret)))
})

export class ServiceAccounts extends Context.Service<ServiceAccounts, {
  readonly create: (credentials: Credentials) => Effect.Effect<void>
  readonly exists: (clientId: string) => Effect.Effect<boolean>
  /** Takes both parts as `basicCredentials` says. An unknown account and a wrong secret are one answer at one speed. */
  readonly authenticate: (credentials: Credentials) => Effect.Effect<Account, InvalidClient>
  readonly issue: (account: Account) => Effect.Effect<{
    readonly accessToken: Redacted.Redacted
    /** Seconds. */
    readonly expiresIn: number
  }, TokenQuotaExceeded>
  /** A token that is unknown, or another account's, is left alone. */
  readonly revoke: (account: Account, token: Redacted.Redacted) => Effect.Effect<void>
  /** For resources that a token opens. */
  readonly authenticateToken: (token: Redacted.Redacted) => Effect.Effect<Account, InvalidClient>
}>()("@atlas-bearer/emulator/ServiceAccounts") {
  /** `quota` is the number of live tokens an account may have; credentials are read either way unless said. */
  static readonly layer = (
    { basicCredentials = "both", quota }: {
      readonly basicCredentials?: BasicCredentials | undefined
      readonly quota?: number | undefined
    }
  ) =>
    Layer.effect(
      ServiceAccounts,
      Effect.gen(function*() {
        const clock = yield* VirtualClock
        const database = yield* Database
        const { serviceTokens } = yield* Profile
        // Tokens are found by their hash: nobody has to verify them after this process.
        const es512 = serviceTokens === "ES512" ? Es512.make() : undefined
        const secrets = yield* ServiceAccountSecrets
        const domain = yield* database.get(Domain, "SELECT * FROM domains WHERE kind = 'serviceAccounts'").pipe(
          Effect.flatMap(Effect.fromOption),
          Effect.orDie
        )

        const find = ({ clientId, clientSecret }: Credentials) =>
          Effect.map(secrets.verify(clientId, clientSecret), (isRight) => isRight ? { clientId } : undefined)

        /** Nothing reads them any longer: that they go can wait. */
        let sweptAt = Number.NEGATIVE_INFINITY
        const sweep = (now: number) => {
          if (Math.abs(now - sweptAt) < sweepEvery) return Effect.void
          sweptAt = now
          return database.run("DELETE FROM serviceAccountTokens WHERE expiresAt <= :now", { now })
        }

        const makeToken = (sub: string, iat: number) =>
          Effect.map(ObjectId.make, (jti) => {
            const claims = { aud: "api://admin", exp: iat + life, iat, iss: issuer, jti, sub }
            return es512 === undefined ? Jwt.sign(claims, domain.signingSecret) : es512.sign(claims)
          })

        return ServiceAccounts.of({
          create: Effect.fn("ServiceAccounts.create")(function*({ clientId, clientSecret }) {
            yield* database.insert("serviceAccounts", { clientId })
            yield* secrets.add(clientId, clientSecret)
          }, database.transaction),
          exists: (clientId) =>
            Effect.map(
              database.get(StoredAccount, "SELECT * FROM serviceAccounts WHERE clientId = :clientId", { clientId }),
              Option.isSome
            ),
          authenticate: Effect.fnUntraced(function*(credentials) {
            const raw = basicCredentials === "encoded" ? undefined : yield* find(credentials)
            if (raw !== undefined) return raw
            const decoded = basicCredentials === "raw" ? undefined : yield* find(formDecoded(credentials))
            return decoded ?? (yield* new InvalidClient({ description: "Invalid credentials provided." }))
          }),
          issue: Effect.fnUntraced(function*({ clientId }) {
            const now = yield* clock.now
            yield* sweep(now)
            const iat = Math.floor(now / 1000)
            const accessToken = yield* makeToken(clientId, iat)
            const row = { hash: SecretHash.make(accessToken), clientId, expiresAt: (iat + life) * 1000 }
            const { changes } = yield* quota === undefined
              ? database.run(insert, row)
              : database.run(`${insert} WHERE ${belowQuota}`, { ...row, now, quota })
            if (changes > 0) return { accessToken, expiresIn: life }
            return yield* new TokenQuotaExceeded({
              description:
                "Access Token limit reached. Please use the existing Access Tokens or create a new Service Account."
            })
          }),
          revoke: (account, token) =>
            Effect.asVoid(
              database.run("DELETE FROM serviceAccountTokens WHERE hash = :hash AND clientId = :clientId", {
                hash: SecretHash.make(token),
                clientId: account.clientId
              })
            ),
          authenticateToken: Effect.fn("ServiceAccounts.authenticateToken")(function*(token) {
            const found = yield* database.get(
              Token,
              "SELECT * FROM serviceAccountTokens WHERE hash = :hash AND expiresAt > :now",
              { hash: SecretHash.make(token), now: yield* clock.now }
            )
            if (Option.isNone(found)) return yield* new InvalidClient({ description: "Invalid access token provided." })
            return found.value
          })
        })
      })
    )
}
