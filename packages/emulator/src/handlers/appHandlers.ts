/** Serves the apps of the control plane, their users and sessions, and the token lab. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Layer from "effect/Layer"
import { Apps } from "../Apps.ts"
import { Population } from "../Population.ts"
import { Tenants } from "../Tenants.ts"
import { TokenLab } from "../TokenLab.ts"
import { TokenMint } from "../TokenMint.ts"
import { Users } from "../Users.ts"
import { ServedControlApi } from "./ServedControlApi.ts"
import { orNotFound } from "./stateHandlers.ts"

const apps = HttpApiBuilder.group(
  ServedControlApi,
  "apps",
  Effect.fn(function*(handlers) {
    const { all, byClientAppId } = yield* Apps
    const population = yield* Population
    const tenants = yield* Tenants
    const users = yield* Users
    return handlers.handleAll({
      listApps: () => all,
      // `Overloaded` is answered with 503 in front of all handlers.
      createApp: Effect.fnUntraced(function*({ payload }) {
        return yield* Effect.catchTag(tenants.create(payload), "Overloaded", Effect.die)
      }),
      deleteApp: ({ params }) => Effect.flatMap(byClientAppId(params.clientAppId), tenants.delete),
      listUsers: ({ params }) => Effect.flatMap(byClientAppId(params.clientAppId), population.users),
      createUser: Effect.fnUntraced(function*({ params, payload }) {
        const app = yield* byClientAppId(params.clientAppId)
        const registering = users.register({ app, ...payload, confirmed: true })
        return { id: (yield* Effect.catchTag(registering, "Overloaded", Effect.die)).userId }
      }),
      deleteUserOf: ({ params: { clientAppId, userId } }) =>
        Effect.flatMap(
          byClientAppId(clientAppId),
          (app) => orNotFound(population.deleteUser(app, userId), `user '${userId}'`)
        ),
      listSessions: ({ params }) => Effect.flatMap(byClientAppId(params.clientAppId), population.sessions),
      revokeSession: ({ params: { clientAppId, sessionId } }) =>
        Effect.flatMap(
          byClientAppId(clientAppId),
          (app) => orNotFound(population.revokeSession(app, sessionId), `live session '${sessionId}'`)
        )
    })
  })
)

const tokens = HttpApiBuilder.group(
  ServedControlApi,
  "tokens",
  Effect.fn(function*(handlers) {
    const { byClientAppId } = yield* Apps
    const lab = yield* TokenLab
    const mint = yield* TokenMint
    return handlers.handleAll({
      makeCredential: Effect.fnUntraced(function*({ params, payload: { provider, ...subject } }) {
        return { token: yield* lab.credential(yield* byClientAppId(params.clientAppId), provider, subject) }
      }),
      mintToken: Effect.fnUntraced(function*({ params, payload }) {
        return { token: yield* mint.mint(yield* byClientAppId(params.clientAppId), payload) }
      }),
      decodeToken: Effect.fnUntraced(function*({ params, payload }) {
        yield* byClientAppId(params.clientAppId)
        return yield* mint.decode(payload.token)
      }),
      judgeToken: Effect.fnUntraced(function*({ params, payload }) {
        return yield* mint.verify(yield* byClientAppId(params.clientAppId), payload.token)
      })
    })
  })
)

export const appHandlers = Layer.mergeAll(apps, tokens)
