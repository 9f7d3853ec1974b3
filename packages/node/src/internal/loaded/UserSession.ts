/** A user's session, with all that it sends. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import type * as Core from "@atlas-bearer/core/UserSession"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { UserSession } from "../../UserSession.ts"
import { bearerFetch } from "../bearerFetch.ts"
import { graphqlBy } from "../graphql.ts"
import type { Connections } from "../Runner.ts"
import { tokenSource } from "../tokenSource.ts"
import * as UserAccount from "./UserAccount.ts"

/** What all sessions of an app share. */
export interface Connection {
  readonly clientAppId: string
  readonly run: <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>
  readonly connections: Connections
  readonly begin: (call: CallOptions) => () => number
  readonly schedule: (credential: string) => Required<TokenSource>["schedule"]
  /** The base URL that serves the app. */
  readonly location: (options?: CallOptions) => Promise<URL>
}

const decodeEnvelope = Schema.decodeUnknownOption(Schema.fromJsonString(Envelope))

/** App Services says `InvalidSession` for an expired token; any other 401 would come again. */
const isExpired = (body: string) => Option.exists(decodeEnvelope(body), ({ code }) => code === "InvalidSession")

/** Wraps a session of the core. */
export const make = (session: Core.UserSession, connection: Connection): UserSession => {
  const { begin, clientAppId, connections, location, run, schedule } = connection
  const tokens = {
    ...tokenSource(session.tokens, run),
    origin: async (options?: CallOptions) => (await location(options)).origin,
    isRefusal: isExpired,
    schedule: schedule(session.userId)
  }
  let baseUrl: URL | undefined

  const account = UserAccount.make(session, clientAppId, run)

  return {
    ...tokens,
    ...account,
    get customData() {
      return account.customData
    },
    id: session.userId,
    fetch: bearerFetch({
      tokens,
      connections,
      begin,
      baseUrl: async (limits) => baseUrl ??= await location(limits)
    }),
    graphql: graphqlBy((payload, options) => run(session.graphql(payload), options)),
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
