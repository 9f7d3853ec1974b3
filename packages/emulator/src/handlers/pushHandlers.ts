/** Serves the registration of devices for push notifications. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type * as Redacted from "effect/Redacted"
import { Apps } from "../Apps.ts"
import { PushRegistrations } from "../PushRegistrations.ts"
import { Sessions } from "../Sessions.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

interface Request {
  readonly headers: { readonly authorization: Redacted.Redacted }
  readonly params: { readonly clientAppId: string; readonly service: string }
}

export const pushHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "push",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const pushRegistrations = yield* PushRegistrations
    const sessions = yield* Sessions

    const deviceOf = Effect.fnUntraced(function*({ headers, params: { clientAppId, service } }: Request) {
      const app = yield* apps.byClientAppId(clientAppId)
      const { claims, userId } = yield* sessions.authenticateFor(app, headers.authorization)
      return { userId, deviceId: claims.deviceId, service }
    })

    return handlers.handleAll({
      registerDevice: (request) =>
        Effect.flatMap(
          deviceOf(request),
          (device) => pushRegistrations.register(device, request.payload.registrationToken)
        ),
      deregisterDevice: (request) => Effect.flatMap(deviceOf(request), pushRegistrations.deregister)
    })
  })
)
