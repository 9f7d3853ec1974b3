/** Serves the settings of an app that decide about origins, tokens and custom user data. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Administrators } from "../Administrators.ts"
import { Apps } from "../Apps.ts"
import { ServedAdminApi } from "./ServedAdminApi.ts"

/** Seconds. */
const shortest = 30 * 60
/** 5 years of 365 days. */
const longest = 5 * 365 * 24 * 3600

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text

const bad = (description: string) => Effect.fail(new BadRequest({ description }))

export const securityHandlers = HttpApiBuilder.group(
  ServedAdminApi,
  "security",
  Effect.fn(function*(handlers) {
    const { appOf } = yield* Administrators
    const apps = yield* Apps
    return handlers.handleAll({
      listAllowedRequestOrigins: (request) => Effect.map(appOf(request), ({ allowedOrigins }) => allowedOrigins),
      setAllowedRequestOrigins: Effect.fnUntraced(function*(request) {
        const { clientAppId } = yield* appOf(request)
        const wrong = request.payload.find((origin) => !isOrigin(origin))
        if (wrong !== undefined) return yield* bad(`'${wrong}' is no origin: scheme://host[:port]`)
        yield* apps.configure(clientAppId, { allowedOrigins: request.payload })
      }),
      getRefreshTokenExpiration: (request) =>
        Effect.map(appOf(request), ({ refreshTokenLife }) => ({ seconds: refreshTokenLife })),
      setRefreshTokenExpiration: Effect.fnUntraced(function*(request) {
        const { clientAppId } = yield* appOf(request)
        const { seconds } = request.payload
        if (seconds < shortest || seconds > longest) {
          return yield* bad("expiration must be between 30 minutes and 5 years")
        }
        yield* apps.configure(clientAppId, { refreshTokenLife: seconds })
      }),
      getCustomUserData: (request) => Effect.map(appOf(request), ({ customUserData }) => customUserData),
      updateCustomUserData: Effect.fnUntraced(function*(request) {
        const { clientAppId, customUserData } = yield* appOf(request)
        const changed = { ...customUserData, ...request.payload }
        if (changed.enabled && !(changed.collectionName && changed.userIdField)) {
          return yield* bad("custom user data needs a collection and a user id field")
        }
        yield* apps.configure(clientAppId, { customUserData: changed })
      })
    })
  })
)
