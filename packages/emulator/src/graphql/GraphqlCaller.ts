/** Who sends a GraphQL request. */
import { AuthError, type InvalidPassword, type InvalidSession, type UserDisabled } from "@atlas-bearer/core/ClientError"
import type { GraphqlCredentials } from "@atlas-bearer/core/endpoints/client/ExecuteGraphql"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ApiKeys } from "../ApiKeys.ts"
import type { App } from "../Apps.ts"
import { AuthProviders } from "../AuthProviders.ts"
import { CustomTokens } from "../CustomTokens.ts"
import { Logins } from "../Logins.ts"
import { Sessions } from "../Sessions.ts"
import { Users } from "../Users.ts"

type Failure = InvalidSession | InvalidPassword | AuthError | UserDisabled

/** A user of the app. */
export interface Caller {
  readonly userId: string
}

export class GraphqlCaller extends Context.Service<GraphqlCaller, {
  /** A token that fails is not made up for by credentials. Credentials log in anew each time, without a session. */
  readonly authenticate: (app: App, credentials: typeof GraphqlCredentials.Type) => Effect.Effect<Caller, Failure>
}>()("@atlas-bearer/emulator/GraphqlCaller") {
  static readonly layer = Layer.effect(
    GraphqlCaller,
    Effect.gen(function*() {
      const apiKeys = yield* ApiKeys
      const authProviders = yield* AuthProviders
      const customTokens = yield* CustomTokens
      const logins = yield* Logins
      const sessions = yield* Sessions
      const users = yield* Users
      const check = (app: App, provider: string) =>
        Effect.mapError(authProviders.check(app, provider), ({ description }) => new AuthError({ description }))

      return GraphqlCaller.of({
        authenticate: Effect.fn("GraphqlCaller.authenticate")(
          function*(
            app,
            { apiKey, authorization, email, jwtTokenString, password }
          ): Effect.fn.Return<Caller, Failure> {
            if (authorization !== undefined) return yield* sessions.authenticateFor(app, authorization)
            if (email !== undefined && password !== undefined) {
              yield* check(app, "local-userpass")
              return yield* Effect.catchTag(users.byPassword(app, email, password), "Overloaded", Effect.die)
            }
            if (apiKey !== undefined) {
              yield* check(app, "api-key")
              return yield* logins.identify(app, yield* apiKeys.prove(app, apiKey))
            }
            if (jwtTokenString !== undefined) {
              yield* check(app, "custom-token")
              return yield* logins.identify(app, yield* customTokens.prove(app, jwtTokenString))
            }
            return yield* Effect.die("a request without credentials does not decode")
          }
        )
      })
    })
  )
}
