/** Checks the tokens that clients present, of users of apps and of administrators. */
import { InvalidSession, TokenInvalid } from "@atlas-bearer/core/ClientError"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { AnonymousUsers } from "./AnonymousUsers.ts"
import { Database } from "./Database.ts"
import * as Jwt from "./Jwt.ts"
import * as SecretHash from "./SecretHash.ts"
import * as SessionClaims from "./SessionClaims.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** Whose sessions: a token of one kind is nothing to the other. */
export type Kind = "app" | "administrators"

const Domain = Schema.Struct({ kind: Schema.String, signingSecret: Secret })

const StoredSession = Schema.Struct({
  sessionId: Schema.String,
  domainId: Schema.String,
  userId: Schema.String,
  deviceId: Schema.String
})
/** The session that a refresh token belongs to. */
export type StoredSession = typeof StoredSession.Type

const liveSession = `
  SELECT sessions.*, sessions.id AS sessionId FROM sessions JOIN users ON users.id = userId
  WHERE revokedAt IS NULL AND expiresAt > :now AND NOT disabled`

const invalidSession = (reason: string) => new InvalidSession({ description: `invalid session: ${reason}` })
const invalidToken = (description: string) => new TokenInvalid({ description })
const decodeIssued = Schema.decodeUnknownOption(SessionClaims.Issued)
const decodeAccess = Schema.decodeUnknownOption(SessionClaims.AccessClaims)
const decodeHolder = Schema.decodeUnknownEffect(SessionClaims.Holder)

export class PresentedTokens extends Context.Service<PresentedTokens, {
  /** The secret that a domain signs its tokens with. */
  readonly secretOf: (domainId: string) => Effect.Effect<Redacted.Redacted>
  /** The session of a refresh token, while it lasts. */
  readonly sessionOf: (
    kind: Kind,
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<StoredSession, InvalidSession | TokenInvalid>
  /** The session that an access token is of, while it lasts: the token itself lives on until it expires. */
  readonly sessionBehind: (claims: SessionClaims.AccessClaims) => Effect.Effect<StoredSession, InvalidSession>
  /** Who has the refresh token, and by which identity the session was begun. */
  readonly holder: (
    kind: Kind,
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<SessionClaims.Holder, InvalidSession | TokenInvalid>
  readonly authenticate: (
    kind: Kind,
    accessToken: Redacted.Redacted
  ) => Effect.Effect<SessionClaims.AccessClaims, InvalidSession>
}>()("@atlas-bearer/emulator/PresentedTokens") {
  static readonly layer = Layer.effect(
    PresentedTokens,
    Effect.gen(function*() {
      const anonymousUsers = yield* AnonymousUsers
      const database = yield* Database
      const clock = yield* VirtualClock

      const domains = database.remember(Domain, "SELECT * FROM domains WHERE id = :id")
      const findDomain = (id: string) => Effect.map(domains({ id }), ([domain]) => domain)

      /** The claims of a token that a domain of this kind issued, whose own secret the signature is checked with. */
      const verified = Effect.fnUntraced(function*(kind: Kind, token: Redacted.Redacted) {
        const { claims, isSignedWith } = yield* Effect.fromResult(Jwt.parse(token))
        const issued = Option.getOrUndefined(decodeIssued(claims))
        const domain = issued === undefined ? undefined : yield* findDomain(issued.domainId)
        if (issued === undefined || domain?.kind !== kind || !isSignedWith(domain.signingSecret)) {
          return yield* invalidToken("signature is invalid")
        }
        return { claims, domainId: issued.domainId }
      })

      const sessionOf = Effect.fn("PresentedTokens.sessionOf")(function*(kind: Kind, refreshToken: Redacted.Redacted) {
        const { claims, domainId } = yield* verified(kind, refreshToken).pipe(
          Effect.catchTag("TokenMalformed", ({ description }) => Effect.fail(invalidToken(description)))
        )
        yield* anonymousUsers.expire(domainId)
        if (claims["typ"] !== "refresh") return yield* invalidToken("invalid refresh token: incorrect token type")
        const session = yield* database.get(StoredSession, `${liveSession} AND refreshTokenHash = :hash`, {
          hash: SecretHash.make(refreshToken),
          now: yield* clock.nowIn(domainId)
        })
        return yield* Effect.mapError(Effect.fromOption(session), () => invalidSession("failed to find refresh token"))
      })

      return PresentedTokens.of({
        secretOf: (id) =>
          findDomain(id).pipe(
            Effect.flatMap(Effect.fromNullishOr),
            Effect.orDie,
            Effect.map(({ signingSecret }) => signingSecret)
          ),
        sessionOf,
        sessionBehind: Effect.fn("PresentedTokens.sessionBehind")(function*({ domainId, iss }) {
          const now = yield* clock.nowIn(domainId)
          const session = yield* database.get(StoredSession, `${liveSession} AND sessions.id = :iss`, { iss, now })
          return yield* Effect.mapError(Effect.fromOption(session), () => invalidSession("failed to find session"))
        }),
        holder: Effect.fn("PresentedTokens.holder")(function*(kind, refreshToken) {
          yield* sessionOf(kind, refreshToken)
          const { claims } = yield* Effect.orDie(verified(kind, refreshToken))
          return yield* Effect.orDie(decodeHolder(claims))
        }),
        authenticate: Effect.fn("PresentedTokens.authenticate")(function*(kind, accessToken) {
          const { claims, domainId } = yield* verified(kind, accessToken).pipe(
            Effect.mapError(({ description }) => invalidSession(description))
          )
          const access = decodeAccess(claims)
          if (Option.isNone(access)) return yield* invalidSession("valid Issuer required")
          const { exp, iss } = access.value
          if (exp <= (yield* clock.nowIn(domainId)) / 1000) return yield* invalidSession("access token expired")
          yield* anonymousUsers.expire(domainId)
          const session = yield* database.get(Schema.Struct({}), "SELECT 1 FROM sessions WHERE id = :iss", { iss })
          if (Option.isNone(session)) return yield* invalidSession("failed to find session")
          return access.value
        })
      })
    })
  )
}
