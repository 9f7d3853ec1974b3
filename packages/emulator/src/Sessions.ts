/** The sessions of the apps' users. */
import { InvalidSession, type TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Session } from "@atlas-bearer/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { type App, Apps } from "./Apps.ts"
import type { Identity } from "./Identities.ts"
import { PresentedTokens } from "./PresentedTokens.ts"
import type { AccessClaims, Holder } from "./SessionClaims.ts"
import { SessionTokens } from "./SessionTokens.ts"

/** Whom an access token belongs to. */
export interface Authenticated {
  readonly app: App
  readonly userId: string
  readonly sessionId: string
  readonly claims: AccessClaims
}

export class Sessions extends Context.Service<Sessions, {
  /** A `deviceId` of 24 zeros says that the client told nothing of its device. */
  readonly start: (app: App, identity: Identity, deviceId: string) => Effect.Effect<Session>
  /** A new access token. The refresh token does not change. */
  readonly refresh: (
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<Redacted.Redacted, InvalidSession | TokenInvalid>
  /** Ends the refresh token alone: access tokens live on until they expire. */
  readonly revoke: (refreshToken: Redacted.Redacted) => Effect.Effect<void, InvalidSession | TokenInvalid>
  /** Who has the refresh token, and by which identity the session was begun. */
  readonly holder: (refreshToken: Redacted.Redacted) => Effect.Effect<Holder, InvalidSession | TokenInvalid>
  /** A new access token for the session of the one that was presented, while it lasts. */
  readonly reissue: (authenticated: Authenticated) => Effect.Effect<Redacted.Redacted, InvalidSession>
  readonly authenticate: (accessToken: Redacted.Redacted) => Effect.Effect<Authenticated, InvalidSession>
  /** Refuses the tokens of other apps too. */
  readonly authenticateFor: (
    app: App,
    accessToken: Redacted.Redacted
  ) => Effect.Effect<Authenticated, InvalidSession>
}>()("@atlas-bearer/emulator/Sessions") {
  static readonly layer = Layer.effect(
    Sessions,
    Effect.gen(function*() {
      const apps = yield* Apps
      const presented = yield* PresentedTokens
      const tokens = yield* SessionTokens

      const authenticate = Effect.fn("Sessions.authenticate")(function*(accessToken: Redacted.Redacted) {
        const claims = yield* presented.authenticate("app", accessToken)
        const app = yield* Effect.orDie(apps.byDomainId(claims.domainId))
        return { app, userId: claims.sub, sessionId: claims.iss, claims }
      })

      return Sessions.of({
        start: ({ domainId }, identity, deviceId) => tokens.start({ domainId, identity, deviceId }),
        refresh: (refreshToken) => tokens.refresh("app", refreshToken),
        revoke: (refreshToken) => tokens.revoke("app", refreshToken),
        holder: (refreshToken) => presented.holder("app", refreshToken),
        reissue: ({ claims }) => tokens.reissue(claims),
        authenticate,
        authenticateFor: Effect.fn("Sessions.authenticateFor")(function*(app, accessToken) {
          const authenticated = yield* authenticate(accessToken)
          return authenticated.app.id === app.id
            ? authenticated
            : yield* new InvalidSession({ description: "invalid session: the access token belongs to another app" })
        })
      })
    })
  )
}
