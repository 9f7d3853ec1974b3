/** A logged-in user of an app: its tokens, and what can be done with them. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as AccessTokens from "./AccessTokens.ts"
import type { AppServicesClient } from "./AppServicesClient.ts"
import { Idempotent } from "./Idempotent.ts"
import * as JwtClaims from "./JwtClaims.ts"
import type { Session } from "./Session.ts"

type Client = AppServicesClient["Service"]

/** The refresh token is revoked, expired or unknown: nothing brings this session back. Log in again. */
export class SessionEnded extends Schema.TaggedError<SessionEnded>()("SessionEnded", { description: Schema.String }) {
  override get message() {
    return `The session has ended (${this.description}). Log in again.`
  }
}

/** The life that the vendor documents, for a token that does not tell. */
const documentedLife = Duration.minutes(30)

/** The token with its life by its own claims: `exp` alone is of the server's clock, not ours. */
const issued = (accessToken: Redacted.Redacted): AccessTokens.Issued => {
  const { exp, iat } = Option.getOrElse(JwtClaims.decode(accessToken), (): typeof JwtClaims.JwtClaims.Type => ({}))
  return {
    accessToken,
    life: exp === undefined || iat === undefined ? documentedLife : Duration.seconds(Math.max(0, exp - iat))
  }
}

/** The server ended the access token, not the session. */
const isExpired = (error: { readonly _tag: string }) => error._tag === "InvalidSession"

type RefreshError = Effect.Error<ReturnType<Client["refreshSession"]>>

const isRefused = (error: RefreshError): error is Extract<RefreshError, { readonly description: string }> =>
  error._tag === "InvalidSession" || error._tag === "TokenInvalid" || (error._tag === "Refused" && error.status === 401)

/** A document that has a mutation may change something when it is executed again. */
const isQuery = (document: string) => !/\bmutation\b/.test(document)

/** The session that `session` began. */
export const make = Effect.fnUntraced(function*(options: {
  readonly client: Client
  readonly clientAppId: string
  readonly session: Session
}) {
  const { client, clientAppId, session } = options
  const authorization = session.refreshToken
  const tokens = yield* AccessTokens.make({
    current: issued(session.accessToken),
    renew: client.refreshSession({ headers: { authorization } }).pipe(
      Effect.map((reply) => issued(reply.accessToken)),
      // Any 401 on the renewal itself is final; a network error, 429 or 5xx is not.
      Effect.catchIf(isRefused, ({ description }) => Effect.fail(new SessionEnded({ description })))
    ),
    isEnd: (error) => error._tag === "SessionEnded"
  })
  const claims = JwtClaims.decode(session.accessToken)
  return {
    /** The user's id: the server's word, else the token's subject. */
    userId: session.userId ?? Option.getOrUndefined(claims)?.sub ?? "",
    tokens,
    /** Renews the access token now, for instance to see changed custom data. */
    refresh: Effect.flatMap(tokens.get, (token) => Effect.andThen(tokens.invalidate(token), tokens.get)),
    profile: tokens.use((token) => client.getProfile({ headers: { authorization: token } }), isExpired),
    graphql: (payload: Parameters<Client["executeGraphql"]>[0]["payload"]) =>
      tokens.use(
        (token) => client.executeGraphql({ params: { clientAppId }, headers: { authorization: token }, payload }),
        isExpired
      ).pipe(Effect.provideService(Idempotent, isQuery(payload.query))),
    /** Revokes the refresh token. Access tokens already issued work until they expire. */
    logOut: client.deleteSession({ headers: { authorization } })
  }
})

export type UserSession = Effect.Success<ReturnType<typeof make>>
