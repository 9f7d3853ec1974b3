/** A user's session with an app: its tokens, and what is sent with them. */
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Redacted from "effect/Redacted"
import * as AccessTokens from "./AccessTokens.ts"
import type { Host, HostError } from "./AppHost.ts"
import type { AppServicesClient } from "./AppServicesClient.ts"
import { emit } from "./ClientEvent.ts"
import type { Credentials } from "./Credentials.ts"
import * as Deadline from "./Deadline.ts"
import { Idempotent } from "./Idempotent.ts"
import { parting } from "./internal/parting.ts"
import * as SharedRenewal from "./internal/SharedRenewal.ts"
import type { Fields } from "./internal/StoredRecord.ts"
import * as UserRenewal from "./internal/UserRenewal.ts"
import { SessionEnded } from "./SessionEnded.ts"
import type { DeadlineExceeded } from "./ThrottleError.ts"
import type { TokenStore } from "./TokenStore.ts"

type Client = AppServicesClient["Service"]

/** Whose session it is, where it rests, and what happens when it ends. */
export interface Options {
  readonly host: Effect.Effect<Host, HostError>
  readonly clientAppId: string
  readonly store: TokenStore["Service"]
  /** Under which the session is stored. */
  readonly key: string
  /** Its tokens, and what else is known of it. */
  readonly known: Fields
  /** When the refresh token is dead, the session goes on with what these credentials give, if there are any. */
  readonly reauthenticate?: Effect.Effect<Credentials | undefined> | undefined
  readonly limits?: AccessTokens.Options<never>["limits"]
  /** When the session is over, for whatever reason. `isRemoved`: it was stored, and is not any more. */
  readonly onEnd?: ((isRemoved: boolean) => Effect.Effect<void>) | undefined
}

/** Why there is no access token. `SessionEnded` is final; after any other failure the session is kept. */
export type UserTokenError = UserRenewal.UserRenewalError | DeadlineExceeded

/** The server ended the access token, not the session. */
const isExpired = (error: { readonly _tag: string }) => error._tag === "InvalidSession"

/** A document that has a mutation may change something when it is executed again. */
const isQuery = (document: string) => !/\bmutation\b/.test(document)

/** Takes over the tokens that are known, and sends nothing. */
export const make = Effect.fnUntraced(function*(options: Options) {
  const { clientAppId, host, key, onEnd = () => Effect.void, reauthenticate = Effect.succeed(undefined), store } =
    options
  const obtain = UserRenewal.make({ host, clientAppId, reauthenticate })

  const { establish, keep, known, stored, ...shared } = SharedRenewal.make({
    store,
    key,
    obtain,
    known: options.known,
    lifeOf: UserRenewal.lifeOf,
    makesRecord: false
  })

  /** Somebody may have logged in again meanwhile: their session stays. */
  const forget = Effect.gen(function*() {
    const record = yield* stored.read
    const { refreshToken } = known()
    const isOurs = refreshToken !== undefined && record?.refreshToken !== undefined &&
      Redacted.value(record.refreshToken) === Redacted.value(refreshToken)
    if (isOurs) yield* stored.remove
    yield* onEnd(isOurs)
  })

  const tokens: AccessTokens.AccessTokens<UserRenewal.UserRenewalError> = yield* AccessTokens.make({
    current: yield* shared.current,
    limits: options.limits,
    renew: shared.renew.pipe(
      Effect.tapErrorTag(
        "SessionEnded",
        ({ description }) => Effect.andThen(forget, emit({ _tag: "sessionEnded", key, description }))
      )
    ),
    isEnd: (error) => error._tag === "SessionEnded"
  })

  /** Has the server been told that the session is over? */
  let isTold = false

  const call = <A, E extends { readonly _tag: string }>(
    send: (client: Client, accessToken: Redacted.Redacted) => Effect.Effect<A, E>
  ): Effect.Effect<A, E | UserTokenError> =>
    Deadline.within(() => Effect.flatMap(host, ({ client }) => tokens.use((token) => send(client, token), isExpired)))

  return {
    /** Empty when neither the server nor the token says. */
    userId: options.known.userId ?? "",
    tokens,
    /** What is known of the session beside its access token: refresh token, device, provider, profile. */
    known,
    /** Stores the session in place of whatever is stored of this user. */
    establish,
    /** Sends a request as this user, and once more if its access token had expired. */
    call,
    /** The same with the refresh token, which API keys ask for. */
    callWithRefreshToken: <A, E>(send: (client: Client, refreshToken: Redacted.Redacted) => Effect.Effect<A, E>) =>
      Deadline.within(() =>
        Effect.gen(function*() {
          // Once the session is over, this says so.
          yield* tokens.get
          const { client } = yield* host
          const { refreshToken } = known()
          if (refreshToken === undefined) return yield* new SessionEnded({ description: "there is no refresh token" })
          return yield* send(client, refreshToken)
        })
      ),
    /** Renews the access token now, for instance to see changed custom data. The old one is kept while that fails. */
    refresh: tokens.renew,
    /** Asks who the user is, and keeps the answer. */
    profile: Effect.tap(
      call((client, authorization) => client.getProfile({ headers: { authorization } })),
      (profile) => keep({ profile })
    ),
    graphql: (payload: Parameters<Client["executeGraphql"]>[0]["payload"]) =>
      call((client, authorization) =>
        client.executeGraphql({ params: { clientAppId }, headers: { authorization }, payload })
      ).pipe(isQuery(payload.query) ? Effect.provideService(Idempotent, true) : identity),
    /**
     * Forgets the session here, then tells the server once, within 2 s. Only the refresh token is revoked: access tokens
     * already issued work until they expire.
     */
    logOut: Effect.gen(function*() {
      const { refreshToken: authorization } = known()
      yield* tokens.end(new SessionEnded({ description: "the user logged out" }))
      yield* forget
      if (authorization === undefined || isTold) return
      isTold = true
      yield* Effect.flatMap(host, ({ client }) => client.deleteSession({ headers: { authorization } })).pipe(
        // It had ended before.
        Effect.catchTag(["InvalidSession", "TokenInvalid"], () => Effect.void),
        parting,
        Effect.onError(() => Effect.sync(() => void (isTold = false)))
      )
    })
  }
})

export type UserSession = Effect.Success<ReturnType<typeof make>>
