/** Refuses requests of web pages whose origin an app does not allow. Programs that are no browser send no origin. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { Apps } from "../Apps.ts"

const refusal = HttpServerResponse.jsonUnsafe(
  Schema.encodeSync(Envelope)({ code: "DomainNotAllowed", description: "the app does not allow this request origin" }),
  { status: 403 }
)

const clientAppId = (url: string) => {
  const [, segment] = /^\/api\/client\/v2\.0\/app\/([^/?]+)/.exec(url) ?? []
  return segment === undefined ? undefined : Result.getOrUndefined(Result.try(() => decodeURIComponent(segment)))
}

export const allowedOrigins = <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  Effect.gen(function*() {
    const { headers, url } = yield* HttpServerRequest.HttpServerRequest
    const { origin } = headers
    const id = origin === undefined ? undefined : clientAppId(url)
    if (origin === undefined || id === undefined) return yield* app
    const found = yield* Effect.option(Apps.use((apps) => apps.byClientAppId(id)))
    const allowed = Option.match(found, {
      onNone: (): ReadonlyArray<string> => [],
      onSome: ({ allowedOrigins }) => allowedOrigins
    })
    return allowed.length === 0 || allowed.includes(origin) ? yield* app : refusal
  })
