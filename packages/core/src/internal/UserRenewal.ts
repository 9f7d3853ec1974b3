/** Renews a user's session: by its refresh token, or by logging in again when that is dead. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { Issued } from "../AccessTokens.ts"
import type { Host, HostError } from "../AppHost.ts"
import type { AppServicesClient } from "../AppServicesClient.ts"
import type { Credentials, LoginError } from "../Credentials.ts"
import * as JwtClaims from "../JwtClaims.ts"
import type { Session } from "../Session.ts"
import { SessionEnded } from "../SessionEnded.ts"
import { beginSession } from "./beginSession.ts"
import { type Kept, timed } from "./SharedRenewal.ts"
import type { Fields } from "./StoredRecord.ts"

type RefreshError = Effect.Error<ReturnType<AppServicesClient["Service"]["refreshSession"]>>

export interface Options {
  readonly host: Effect.Effect<Host, HostError>
  readonly clientAppId: string
  /** Credentials to log in with again; nothing ends the session. */
  readonly reauthenticate: Effect.Effect<Credentials | undefined>
}

// For a token that does not tell. It is what the vendor documents.
const documentedLife = Duration.minutes(30)

/** The life of a token by its own claims: `exp` alone is of the server's clock, not ours. */
export const lifeOf = (accessToken: Redacted.Redacted): Duration.Duration => {
  const { exp, iat } = Option.getOrElse(JwtClaims.decode(accessToken), (): typeof JwtClaims.JwtClaims.Type => ({}))
  return exp === undefined || iat === undefined ? documentedLife : Duration.seconds(Math.max(0, exp - iat))
}

const issued = (accessToken: Redacted.Redacted): Issued => ({ accessToken, life: lifeOf(accessToken) })

/** The user's id is the server's word, else the token's subject. */
const keptOf = ({ accessToken, deviceId, refreshToken, userId }: Session, provider: string): Kept => {
  const id = userId ?? Option.getOrUndefined(JwtClaims.decode(accessToken))?.sub
  return {
    refreshToken,
    provider,
    ...(id === undefined || id === "" ? {} : { userId: id }),
    ...(deviceId === undefined ? {} : { deviceId })
  }
}

/** What is known after a login. */
export const afterLogin = (session: Session, provider: string): Effect.Effect<Fields> =>
  Effect.map(timed(issued(session.accessToken)), (token) => ({ ...keptOf(session, provider), ...token }))

const isRefused = (error: RefreshError): error is Extract<RefreshError, { readonly description: string }> =>
  error._tag === "InvalidSession" || error._tag === "TokenInvalid" || (error._tag === "Refused" && error.status === 401)

// What comes again however often one logs in with the same credentials.
const final = new Set<string>(
  [
    "InvalidPassword",
    "AuthError",
    "UserDisabled",
    "AuthProviderNotFound",
    "AppNotFound",
    "BadRequest"
  ] satisfies ReadonlyArray<LoginError["_tag"]>
)

export const make = ({ clientAppId, host, reauthenticate }: Options) => {
  const logInAgain = Effect.fnUntraced(function*(known: Kept, { client }: Host, { description }: SessionEnded) {
    const ended = (reason: string) => new SessionEnded({ description: `${description}; ${reason}` })
    const credentials = yield* reauthenticate
    if (credentials === undefined) return yield* new SessionEnded({ description })
    const session = yield* beginSession(credentials, client, clientAppId).pipe(
      Effect.catchIf(
        (error) => final.has(error._tag),
        (error) => Effect.fail(ended(`logging in again failed: ${error.message}`))
      )
    )
    const kept = keptOf(session, credentials.provider)
    if (kept.userId !== known.userId) return yield* ended("logging in again gave another user")
    return [issued(session.accessToken), { ...known, ...kept }] as const
  })

  /** Any 401 on the renewal itself is final; a network error, 429 or 5xx is not. */
  return Effect.fnUntraced(function*(known: Kept) {
    const { refreshToken } = known
    if (refreshToken === undefined) return yield* new SessionEnded({ description: "there is no refresh token" })
    const found = yield* host
    return yield* found.client.refreshSession({ headers: { authorization: refreshToken } }).pipe(
      Effect.map(({ accessToken }) => [issued(accessToken), known] as const),
      Effect.catchIf(isRefused, ({ description }) => logInAgain(known, found, new SessionEnded({ description })))
    )
  })
}

export type UserRenewalError = Effect.Error<ReturnType<ReturnType<typeof make>>>
