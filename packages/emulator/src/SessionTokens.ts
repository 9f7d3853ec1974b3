/** Issues the tokens of sessions, for users of apps and for administrators, and ends them. */
import type { InvalidSession, TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Session } from "@atlas-bearer/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { Database } from "./Database.ts"
import type { Identity } from "./Identities.ts"
import * as Jwt from "./Jwt.ts"
import * as ObjectId from "./ObjectId.ts"
import { type Kind, PresentedTokens, type StoredSession } from "./PresentedTokens.ts"
import { Profile } from "./Profile.ts"
import * as ProfiledClaims from "./ProfiledClaims.ts"
import * as SecretHash from "./SecretHash.ts"
import * as SessionClaims from "./SessionClaims.ts"
import { TokenSettings } from "./TokenSettings.ts"
import { VirtualClock } from "./VirtualClock.ts"

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
  /** A new access token for the session of these claims, while it lasts. */
  readonly reissue: (claims: SessionClaims.AccessClaims) => Effect.Effect<Redacted.Redacted, InvalidSession>
  /** Ends the refresh token alone: access tokens live on until they expire. */
  readonly revoke: (
    kind: Kind,
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<void, InvalidSession | TokenInvalid>
}>()("@atlas-bearer/emulator/SessionTokens") {
  static readonly layer = Layer.effect(
    SessionTokens,
    Effect.gen(function*() {
      const database = yield* Database
      const clock = yield* VirtualClock
      const presented = yield* PresentedTokens
      const settings = yield* TokenSettings
      const profile = yield* Profile

      const numericDate = (domainId: string) => Effect.map(clock.nowIn(domainId), (now) => Math.floor(now / 1000))

      const accessToken = Effect.fnUntraced(function*(session: StoredSession) {
        const issue = { ...session, iat: yield* numericDate(session.domainId) }
        const claims = SessionClaims.access(issue, yield* ObjectId.make, yield* settings.userData(session))
        return Jwt.sign(ProfiledClaims.make(profile, claims), yield* presented.secretOf(session.domainId))
      })

      return SessionTokens.of({
        start: Effect.fn("SessionTokens.start")(function*({ deviceId, domainId, identity }) {
          const session = { sessionId: yield* ObjectId.make, domainId, userId: identity.userId, deviceId }
          const issue = { ...session, iat: yield* numericDate(domainId) }
          const claims = SessionClaims.refresh(issue, identity, yield* settings.refreshTokenLife(domainId))
          const refreshToken = Jwt.sign(ProfiledClaims.make(profile, claims), yield* presented.secretOf(domainId))
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
          return yield* accessToken(yield* presented.sessionOf(kind, refreshToken))
        }),
        reissue: Effect.fn("SessionTokens.reissue")(function*(claims) {
          return yield* accessToken(yield* presented.sessionBehind(claims))
        }),
        revoke: Effect.fn("SessionTokens.revoke")(function*(kind, refreshToken) {
          const { domainId, sessionId } = yield* presented.sessionOf(kind, refreshToken)
          yield* database.run("UPDATE sessions SET revokedAt = :now WHERE id = :sessionId", {
            sessionId,
            now: Math.floor(yield* clock.nowIn(domainId))
          })
        })
      })
    })
  )
}
