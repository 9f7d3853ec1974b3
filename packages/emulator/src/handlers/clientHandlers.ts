/** Serves what a user of the Client API does once logged in. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Apps } from "../Apps.ts"
import { Functions } from "../Functions.ts"
import { Graphql } from "../graphql/Graphql.ts"
import { GraphqlCaller } from "../graphql/GraphqlCaller.ts"
import { PublicUrl } from "../PublicUrl.ts"
import { Sessions } from "../Sessions.ts"
import { Users } from "../Users.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

export const clientHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "client",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const functions = yield* Functions
    const graphql = yield* Graphql
    const graphqlCaller = yield* GraphqlCaller
    const publicUrl = yield* PublicUrl
    const sessions = yield* Sessions
    const users = yield* Users

    return handlers.handleAll({
      getLocation: Effect.fnUntraced(function*({ params, request }) {
        yield* apps.byClientAppId(params.clientAppId)
        const hostname = publicUrl.of(request)
        return {
          deploymentModel: "LOCAL",
          location: "US-VA",
          hostname,
          wsHostname: hostname.replace(/^http/, "ws")
        }
      }),
      refreshSession: Effect.fnUntraced(function*({ headers }) {
        return { accessToken: yield* sessions.refresh(headers.authorization) }
      }),
      deleteSession: ({ headers }) => sessions.revoke(headers.authorization),
      getProfile: Effect.fnUntraced(function*({ headers }) {
        const { userId } = yield* sessions.authenticate(headers.authorization)
        return yield* users.profile(userId)
      }),
      deleteUser: ({ headers }) =>
        Effect.flatMap(sessions.authenticate(headers.authorization), ({ userId }) => users.delete(userId)),
      callFunction: Effect.fnUntraced(function*({ headers, params, payload }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        yield* sessions.authenticateFor(app, headers.authorization)
        const { arguments: args, name, service } = payload
        return yield* functions.call(name, args, service)
      }),
      executeGraphql: Effect.fnUntraced(function*({ headers, params, payload }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        yield* graphqlCaller.authenticate(app, headers)
        return yield* graphql.execute(app, payload)
      })
    })
  })
)
