/** The administrators of the apps, who log in with a MongoDB Cloud API key and may verify users' tokens. */
import { ApiKeyRejected, type AppNotFound, InvalidSession, TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import type { Session } from "@atlas-bearer/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type App, Apps } from "./Apps.ts"
import { Database } from "./Database.ts"
import { Identities } from "./Identities.ts"
import * as Jwt from "./Jwt.ts"
import * as ObjectId from "./ObjectId.ts"
import { PresentedTokens } from "./PresentedTokens.ts"
import * as SecretHash from "./SecretHash.ts"
import { AccessClaims } from "./SessionClaims.ts"
import { SessionTokens } from "./SessionTokens.ts"
import { VirtualClock } from "./VirtualClock.ts"

const Domain = Schema.Struct({ id: Schema.String })

const noDevice = "0".repeat(24)
const decodeClaims = Schema.decodeUnknownEffect(AccessClaims)

interface Request {
  readonly headers: { readonly authorization: Redacted.Redacted }
  readonly params: { readonly groupId: string; readonly appId: string }
}

export class Administrators extends Context.Service<Administrators, {
  readonly create: (publicKey: string, privateKey: Redacted.Redacted) => Effect.Effect<void>
  readonly exists: (publicKey: string) => Effect.Effect<boolean>
  readonly logIn: (publicKey: string, privateKey: Redacted.Redacted) => Effect.Effect<Session, ApiKeyRejected>
  /** A new access token. The refresh token does not change. */
  readonly refresh: (
    refreshToken: Redacted.Redacted
  ) => Effect.Effect<Redacted.Redacted, InvalidSession | TokenInvalid>
  readonly revoke: (refreshToken: Redacted.Redacted) => Effect.Effect<void, InvalidSession | TokenInvalid>
  /** The administrator's user id. A user's token is never an administrator's. */
  readonly authenticate: (accessToken: Redacted.Redacted) => Effect.Effect<string, InvalidSession>
  /** The app that an administrator's request is about. */
  readonly appOf: (request: Request) => Effect.Effect<App, InvalidSession | AppNotFound>
  /** Looks at a user's token alone: its session may have ended, its user may be disabled. */
  readonly verifyToken: (
    app: App,
    token: Redacted.Redacted
  ) => Effect.Effect<Claims | "token expired", Jwt.TokenMalformed | TokenInvalid>
}>()("@atlas-bearer/emulator/Administrators") {
  static readonly layer = Layer.effect(
    Administrators,
    Effect.gen(function*() {
      const apps = yield* Apps
      const clock = yield* VirtualClock
      const database = yield* Database
      const identities = yield* Identities
      const presented = yield* PresentedTokens
      const tokens = yield* SessionTokens

      const domain = yield* database.get(Domain, "SELECT id FROM domains WHERE kind = 'administrators'").pipe(
        Effect.flatMap(Effect.fromOption),
        Effect.orDie
      )
      const keyOf = (publicKey: string) => ({
        domainId: domain.id,
        providerType: "mongodb-cloud",
        externalId: publicKey
      })

      const authenticate = (accessToken: Redacted.Redacted) =>
        presented.authenticate("administrators", accessToken).pipe(
          Effect.map(({ sub }) => sub),
          Effect.mapError(() => new InvalidSession({ description: "invalid session" }))
        )

      return Administrators.of({
        create: Effect.fn("Administrators.create")(function*(publicKey, privateKey) {
          const secret = SecretHash.make(privateKey)
          yield* identities.createUser({ ...keyOf(publicKey), id: yield* ObjectId.make, secret })
        }),
        exists: (publicKey) => Effect.map(identities.find(keyOf(publicKey)), Option.isSome),
        logIn: Effect.fn("Administrators.logIn")(function*(publicKey, privateKey) {
          const account = Option.getOrUndefined(yield* identities.find(keyOf(publicKey)))
          const isRight = SecretHash.matches(privateKey, account?.secret ?? undefined)
          if (account === undefined || !isRight) {
            return yield* new ApiKeyRejected({
              description: "failed to authenticate with MongoDB Cloud API: You are not authorized for this resource."
            })
          }
          return yield* tokens.start({ domainId: domain.id, identity: account, deviceId: noDevice })
        }),
        refresh: (refreshToken) => tokens.refresh("administrators", refreshToken),
        revoke: (refreshToken) => tokens.revoke("administrators", refreshToken),
        authenticate,
        appOf: ({ headers, params: { appId, groupId } }) =>
          Effect.andThen(authenticate(headers.authorization), apps.byId(groupId, appId)),
        verifyToken: Effect.fn("Administrators.verifyToken")(function*(app, token) {
          const verified = yield* Effect.fromResult(Jwt.verify(token, app.signingSecret))
          const access = yield* decodeClaims(verified).pipe(
            Effect.mapError(() => new TokenInvalid({ description: "valid Issuer required" }))
          )
          return access.exp <= (yield* clock.nowIn(app.domainId)) / 1000 ? "token expired" : access
        })
      })
    })
  )
}
