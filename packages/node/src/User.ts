/** A logged-in user of an app. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import type * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { bearerFetch, type FetchOptions } from "./internal/bearerFetch.ts"

type Profile = Effect.Success<UserSession["profile"]>
type GraphqlPayload = Parameters<UserSession["graphql"]>[0]
type GraphqlResult = Effect.Success<ReturnType<UserSession["graphql"]>>

/** Every method rejects with a tagged error: match on its `_tag`. */
export interface User extends Required<TokenSource> {
  readonly id: string
  /** As it was at login. */
  readonly profile: Profile
  /** The global `fetch` with the user's token for the app's origin; relative URLs are of that origin. */
  readonly fetch: (input: string | URL, options?: FetchOptions) => Promise<Response>
  /** A failed operation is a result with `errors`. */
  readonly graphql: (payload: GraphqlPayload, options?: CallOptions) => Promise<GraphqlResult>
  /** Renews the access token now, for instance to see changed custom data. */
  readonly refresh: (options?: CallOptions) => Promise<void>
  /** Ends the session. Access tokens already issued work until they expire. */
  readonly logOut: (options?: CallOptions) => Promise<void>
}

const decodeEnvelope = Schema.decodeUnknownOption(Schema.fromJsonString(Envelope))

/** App Services says `InvalidSession` for an expired token; any other 401 would come again. */
const isExpired = (body: string) => Option.exists(decodeEnvelope(body), ({ code }) => code === "InvalidSession")

/** Wraps a session of the core; `run` executes its effects. */
export const make = (options: {
  readonly session: UserSession
  readonly profile: Profile
  readonly baseUrl: URL
  readonly run: <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>
  readonly deadlineOf: (options: CallOptions) => number
  readonly schedule: Required<TokenSource>["schedule"]
  readonly onLogOut: () => void
}): User => {
  const { baseUrl, deadlineOf, profile, run, schedule, session } = options
  const tokens: Required<TokenSource> = {
    schedule,
    getAccessToken: async (callOptions) => Redacted.value(await run(session.tokens.get, callOptions)),
    invalidate: (token) => run(session.tokens.invalidate(Redacted.make(token)))
  }
  return {
    ...tokens,
    id: session.userId,
    profile,
    fetch: bearerFetch({ tokens, deadlineOf, baseUrl, origins: new Set([baseUrl.origin]), isRefusal: isExpired }),
    graphql: (payload, callOptions) => run(session.graphql(payload), callOptions),
    refresh: async (callOptions) => void await run(session.refresh, callOptions),
    logOut: async (callOptions) => {
      options.onLogOut()
      await run(session.logOut, callOptions)
    }
  }
}
