/** Serves the Client API. */
import { AuthProviderNotFound } from "@atlas-bearer/core/ClientError"
import type { DeviceOptions } from "@atlas-bearer/core/DeviceOptions"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { ApiKeys } from "../ApiKeys.ts"
import { type App, Apps } from "../Apps.ts"
import { CustomTokens } from "../CustomTokens.ts"
import { Graphql } from "../graphql/Graphql.ts"
import type { Identity } from "../Identities.ts"
import { ServedClientApi } from "../middleware/UndecodableRequest.ts"
import * as ObjectId from "../ObjectId.ts"
import { PublicUrl } from "../PublicUrl.ts"
import { Sessions } from "../Sessions.ts"
import { Users } from "../Users.ts"

const noDevice = "0".repeat(24)

/** The id that the client knows from its last login, a new one for a client that tells of itself, else zeros. */
const deviceIdOf = (options: typeof DeviceOptions.Type | undefined): Effect.Effect<string> => {
  const device = options?.device
  if (device === undefined) return Effect.succeed(noDevice)
  return device.deviceId === undefined || device.deviceId === noDevice ? ObjectId.make : Effect.succeed(device.deviceId)
}

const notConfigured = (provider: string) =>
  Effect.fail(new AuthProviderNotFound({ description: `authentication provider not found: '${provider}'` }))

export const clientHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "client",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const users = yield* Users
    const apiKeys = yield* ApiKeys
    const customTokens = yield* CustomTokens
    const sessions = yield* Sessions
    const graphql = yield* Graphql
    const publicUrl = yield* PublicUrl

    const startSession = (app: App, identity: Identity, options: typeof DeviceOptions.Type | undefined) =>
      Effect.flatMap(deviceIdOf(options), (deviceId) => sessions.start(app, identity, deviceId))

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
      loginAnonymous: Effect.fnUntraced(function*({ params, payload }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        return yield* startSession(app, yield* users.createAnonymous(app), payload?.options)
      }),
      loginEmailPassword: Effect.fnUntraced(function*({ params, payload }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        const user = yield* users.byPassword(app, payload.username, payload.password).pipe(
          // Not a failure that the page knows: answered with 503 in front of all handlers.
          Effect.catchTag("Overloaded", Effect.die)
        )
        return yield* startSession(app, user, payload.options)
      }),
      loginApiKey: Effect.fnUntraced(function*({ params, payload }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        return yield* startSession(app, yield* apiKeys.authenticate(app, payload.key), payload.options)
      }),
      loginCustomToken: Effect.fnUntraced(function*({ params, payload }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        return yield* startSession(app, yield* customTokens.authenticate(app, payload.token), payload.options)
      }),
      loginCustomFunction: () => notConfigured("custom-function"),
      loginGoogle: () => notConfigured("oauth2-google"),
      loginFacebook: () => notConfigured("oauth2-facebook"),
      loginApple: () => notConfigured("oauth2-apple"),
      loginWithProvider: ({ params }) => notConfigured(params.provider),
      refreshSession: Effect.fnUntraced(function*({ headers }) {
        return { accessToken: yield* sessions.refresh(headers.authorization) }
      }),
      deleteSession: ({ headers }) => sessions.revoke(headers.authorization),
      getProfile: Effect.fnUntraced(function*({ headers }) {
        const { userId } = yield* sessions.authenticate(headers.authorization)
        return yield* users.profile(userId)
      }),
      executeGraphql: Effect.fnUntraced(function*({ headers, params, payload }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        yield* sessions.authenticateFor(app, headers.authorization)
        return yield* graphql.execute(app, payload)
      })
    })
  })
)
