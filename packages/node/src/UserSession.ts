/** A user's session with an app, as a Promise client. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import type * as Core from "@atlas-bearer/core/UserSession"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { bearerFetch, type FetchOptions } from "./internal/bearerFetch.ts"
import type { Connections } from "./internal/Runner.ts"
import { tokenSource } from "./internal/tokenSource.ts"
import { toPayload, type TypedRequest } from "./TypedDocument.ts"
import * as UserAccount from "./UserAccount.ts"

export type Profile = Effect.Success<Core.UserSession["profile"]>
type GraphqlPayload = Parameters<Core.UserSession["graphql"]>[0]
type GraphqlResult = Effect.Success<ReturnType<Core.UserSession["graphql"]>>

/** `data` is what the document's type says: the server's answer is not compared with it. */
type TypedResult<Data> = Omit<GraphqlResult, "data"> & { readonly data?: Data | null | undefined }

interface Graphql {
  (payload: GraphqlPayload, options?: CallOptions): Promise<GraphqlResult>
  <Data, Variables>(request: TypedRequest<Data, Variables>, options?: CallOptions): Promise<TypedResult<Data>>
}

/** What `app.resume` takes. The refresh token is a secret: whoever has it is the user. */
export interface Resumable {
  readonly refreshToken: string
  readonly userId: string
  readonly deviceId?: string | undefined
}

/** Every method rejects with a tagged error: match on its `_tag`. */
export interface UserSession extends Required<TokenSource>, UserAccount.UserAccount {
  /** The user's id. */
  readonly id: string
  /** The global `fetch` with the user's token for the app's origin; relative URLs are of that origin. */
  readonly fetch: (input: string | URL, options?: FetchOptions) => Promise<Response>
  /** A failed operation is a result with `errors`. A `TypedDocumentNode` in place of the text types variables and result. */
  readonly graphql: Graphql
  /** Renews the access token now, for instance to see changed custom data. */
  readonly refresh: (options?: CallOptions) => Promise<void>
  /** Asks who the user is. */
  readonly refreshProfile: (options?: CallOptions) => Promise<Profile>
  /**
   * Ends the session here, also in the store, and tells the server once, within 2 s. Access tokens already issued work
   * until they expire.
   */
  readonly logOut: (options?: CallOptions) => Promise<void>
  /** The session for `app.resume`, in this process or in another. Nothing else shows the refresh token. */
  readonly export: () => Resumable
}

/** What all sessions of an app share. */
export interface Connection {
  readonly clientAppId: string
  readonly run: <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>
  readonly connections: Connections
  readonly deadlineOf: (options: CallOptions) => number
  readonly schedule: (credential: string) => Required<TokenSource>["schedule"]
  /** The base URL that serves the app. */
  readonly location: (options?: CallOptions) => Promise<URL>
}

const decodeEnvelope = Schema.decodeUnknownOption(Schema.fromJsonString(Envelope))

/** App Services says `InvalidSession` for an expired token; any other 401 would come again. */
const isExpired = (body: string) => Option.exists(decodeEnvelope(body), ({ code }) => code === "InvalidSession")

/** Wraps a session of the core. */
export const make = (session: Core.UserSession, connection: Connection): UserSession => {
  const { clientAppId, connections, deadlineOf, location, run, schedule } = connection
  const tokens = {
    ...tokenSource(session.tokens, run),
    origin: async (options?: CallOptions) => (await location(options)).origin,
    isRefusal: isExpired,
    schedule: schedule(session.userId)
  }
  let fetchThere: UserSession["fetch"] | undefined

  const account = UserAccount.make(session, clientAppId, run)

  function graphql(payload: GraphqlPayload, options?: CallOptions): Promise<GraphqlResult>
  function graphql<Data, Variables>(
    request: TypedRequest<Data, Variables>,
    options?: CallOptions
  ): Promise<TypedResult<Data>>
  async function graphql(
    request: TypedRequest<unknown, unknown>,
    options?: CallOptions
  ): Promise<TypedResult<unknown>> {
    return run(session.graphql(toPayload(request)), options)
  }

  return {
    ...tokens,
    ...account,
    get customData() {
      return account.customData
    },
    id: session.userId,
    fetch: async (input, options) => {
      if (fetchThere === undefined) {
        const baseUrl = await location({ signal: options?.signal ?? undefined, deadline: options?.deadline })
        fetchThere = bearerFetch({
          tokens,
          connections,
          deadlineOf,
          baseUrl,
          origins: new Set([baseUrl.origin]),
          isRefusal: isExpired
        })
      }
      return fetchThere(input, options)
    },
    graphql,
    refresh: (options) => run(Effect.asVoid(session.refresh), options),
    refreshProfile: (options) => run(session.profile, options),
    logOut: (options) => run(session.logOut, options),
    export: () => {
      const { deviceId, refreshToken } = session.known()
      return {
        refreshToken: refreshToken === undefined ? "" : Redacted.value(refreshToken),
        userId: session.userId,
        ...(deviceId === undefined ? {} : { deviceId })
      }
    }
  }
}
