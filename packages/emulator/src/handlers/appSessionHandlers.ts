/** Serves sessions below the path of their app: those of other apps are refused. */
import { InvalidSession } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type * as Redacted from "effect/Redacted"
import { Apps } from "../Apps.ts"
import { Sessions } from "../Sessions.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

export const appSessionHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "appSessions",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const sessions = yield* Sessions

    const check = Effect.fnUntraced(function*(clientAppId: string, refreshToken: Redacted.Redacted) {
      const { domainId } = yield* apps.byClientAppId(clientAppId)
      const holder = yield* sessions.holder(refreshToken)
      if (holder.domainId !== domainId) {
        return yield* new InvalidSession({ description: "invalid session: the refresh token belongs to another app" })
      }
    })

    return handlers.handleAll({
      refreshAppSession: Effect.fnUntraced(function*({ headers: { authorization }, params }) {
        yield* check(params.clientAppId, authorization)
        return { accessToken: yield* sessions.refresh(authorization) }
      }),
      deleteAppSession: ({ headers: { authorization }, params }) =>
        Effect.andThen(check(params.clientAppId, authorization), sessions.revoke(authorization))
    })
  })
)
