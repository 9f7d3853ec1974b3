/** Issues and checks the tokens of sessions, for users of apps and for administrators. */
import { InvalidSession, TokenInvalid } from "@atlas-bearer/core/ClientError"
import { Secret } from "@atlas-bearer/core/Secret"
import type { Session } from "@atlas-bearer/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Database } from "./Database.ts"
import type { Identity } from "./Identities.ts"
import * as Jwt from "./Jwt.ts"
import * as ObjectId from "./ObjectId.ts"
import { Profile } from "./Profile.ts"
import * as ProfiledClaims from "./ProfiledClaims.ts"
import * as SecretHash from "./SecretHash.ts"
import * as SessionClaims from "./SessionClaims.ts"
import { TokenSettings } from "./TokenSettings.ts"
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

const liveSession = `
  SELECT sessions.*, sessions.id AS sessionId FROM sessions JOIN users ON users.id = userId
  WHERE refreshTokenHash = :hash AND revokedAt IS NULL AND expiresAt > :now AND NOT disabled`

const invalidSession = (reason: string) => new InvalidSession({ description: `invalid session: ${reason}` })
const invalidToken = (description: string) => new TokenInvalid({ description })
const decodeIssued = Schema.decodeUnknownOption(SessionClaims.Issued)
const decodeAccess = Schema.decodeUnknownOption(SessionClaims.AccessClaims)
const decodeHolder = Schema.decodeUnknownEffect(SessionClaims.Holder)

export class SessionTokens extends Context.Service<SessionTokens, {
  readonly start: (login: {
    readonly domainId: string
    readonly identity: Identity
    readonly deviceId: string
  }) => Effect.Effect<Session>
  /** A new access token. The refresh token does not change. */
  readonly refresh: (
    kind: Kind,
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<Redacted.Redacted, InvalidSession | TokenInvalid>
  /** Who has the refresh token, and by which identity the session was begun. */
  readonly holder: (
    kind: Kind,
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<SessionClaims.Holder, InvalidSession | TokenInvalid>
  /** A new access token for the session of these claims. */
  readonly reissue: (claims: SessionClaims.AccessClaims) => Effect.Effect<Redacted.Redacted>
  /** Ends the refresh token alone: access tokens live on until they expire. */
  readonly revoke: (
    kind: Kind,
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<void, InvalidSession | TokenInvalid>
  readonly authenticate: (
    kind: Kind,
    accessToken: Redacted.Redacted
  ) => Effect.Effect<SessionClaims.AccessClaims, InvalidSession>
}>()("@atlas-bearer/emulator/SessionTokens") {
  static readonly layer = Layer.effect(
    SessionTokens,
    Effect.gen(function*() {
      const database = yield* Database
      const clock = yield* VirtualClock
      const settings = yield* TokenSettings
      const profile = yield* Profile

      const findDomain = (id: string) => database.get(Domain, "SELECT * FROM domains WHERE id = :id", { id })
      const secretOf = (id: string) =>
        Effect.map(Effect.flatMap(findDomain(id), Effect.fromOption), ({ signingSecret }) => signingSecret).pipe(
          Effect.orDie
        )
      const numericDate = Effect.map(clock.now, (now) => Math.floor(now / 1000))

      /** The claims of a token that a domain of this kind issued, whose own secret the signature is checked with. */
      const verified = Effect.fnUntraced(function*(kind: Kind, token: Redacted.Redacted) {
        const { claims, isSignedWith } = yield* Effect.fromResult(Jwt.parse(token))
        const issued = decodeIssued(claims)
        const domain = Option.isSome(issued) ? yield* findDomain(issued.value.domainId) : Option.none()
        if (Option.isNone(domain) || domain.value.kind !== kind || !isSignedWith(domain.value.signingSecret)) {
          return yield* invalidToken("signature is invalid")
        }
        return claims
      })

      const sessionOf = Effect.fnUntraced(function*(kind: Kind, refreshToken: Redacted.Redacted) {
        const { typ } = yield* verified(kind, refreshToken).pipe(
          Effect.catchTag("TokenMalformed", ({ description }) => Effect.fail(invalidToken(description)))
        )
        if (typ !== "refresh") return yield* invalidToken("invalid refresh token: incorrect token type")
        const session = yield* database.get(StoredSession, liveSession, {
          hash: SecretHash.make(refreshToken),
          now: yield* clock.now
        })
        if (Option.isNone(session)) return yield* invalidSession("failed to find refresh token")
        return session.value
      })

      const accessToken = Effect.fnUntraced(function*(session: typeof StoredSession.Type) {
        const issue = { ...session, iat: yield* numericDate }
        const claims = SessionClaims.access(issue, yield* ObjectId.make, yield* settings.userData(session))
        return Jwt.sign(ProfiledClaims.make(profile, claims), yield* secretOf(session.domainId))
      })

      return SessionTokens.of({
        start: Effect.fn("SessionTokens.start")(function*({ deviceId, domainId, identity }) {
          const session = { sessionId: yield* ObjectId.make, domainId, userId: identity.userId, deviceId }
          const issue = { ...session, iat: yield* numericDate }
          const claims = SessionClaims.refresh(issue, identity, yield* settings.refreshTokenLife(domainId))
          const refreshToken = Jwt.sign(ProfiledClaims.make(profile, claims), yield* secretOf(domainId))
          yield* database.insert("sessions", {
            id: session.sessionId,
            domainId,
            userId: identity.userId,
            deviceId,
            refreshTokenHash: SecretHash.make(refreshToken),
            expiresAt: ProfiledClaims.expiry(profile, claims) * 1000
          })
          const { iat, userId } = issue
          yield* database.run("UPDATE users SET lastAuthenticatedAt = :iat WHERE id = :userId", { iat, userId })
          return { accessToken: yield* accessToken(session), refreshToken, userId, deviceId }
        }),
        refresh: Effect.fn("SessionTokens.refresh")(function*(kind, refreshToken) {
          return yield* accessToken(yield* sessionOf(kind, refreshToken))
        }),
        holder: Effect.fn("SessionTokens.holder")(function*(kind, refreshToken) {
          yield* sessionOf(kind, refreshToken)
          return yield* Effect.orDie(decodeHolder(yield* Effect.orDie(verified(kind, refreshToken))))
        }),
        reissue: ({ deviceId, domainId, iss, sub }) => accessToken({ sessionId: iss, userId: sub, deviceId, domainId }),
        revoke: Effect.fn("SessionTokens.revoke")(function*(kind, refreshToken) {
          const { sessionId } = yield* sessionOf(kind, refreshToken)
          yield* database.run("UPDATE sessions SET revokedAt = :now WHERE id = :sessionId", {
            sessionId,
            now: yield* clock.now
          })
        }),
        authenticate: Effect.fn("SessionTokens.authenticate")(function*(kind, accessToken) {
          const claims = yield* verified(kind, accessToken).pipe(
            Effect.mapError(({ description }) => invalidSession(description))
          )
          const access = decodeAccess(claims)
          if (Option.isNone(access)) return yield* invalidSession("valid Issuer required")
          const { exp, iss } = access.value
          if (exp <= (yield* clock.now) / 1000) return yield* invalidSession("access token expired")
          const session = yield* database.get(Schema.Struct({}), "SELECT 1 FROM sessions WHERE id = :iss", { iss })
          if (Option.isNone(session)) return yield* invalidSession("failed to find session")
          return access.value
        })
      })
    })
  )
}
