/**
 * Lets web pages use the Client API (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol), unless their origin is one
 * that the app does not allow. Programs that are no browser send no origin.
 */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Apps } from "../Apps.ts"
import { requestedApp } from "../requestedApp.ts"
import type { VirtualClock } from "../VirtualClock.ts"
import { dated } from "./dateField.ts"
import type { Handler } from "./Handler.ts"

const refusal = HttpServerResponse.jsonUnsafe(
  Schema.encodeSync(Envelope)({ code: "DomainNotAllowed", description: "the app does not allow this request origin" }),
  { status: 403 }
)

/** Not the headers of GraphQL's credentials, as with the hosted service: no page shall hold what they hold. */
const requestHeaders = "accept, authorization, content-type, x-baas-request-origin, x-emulator-fault, x-requested-with"

const preflight = HttpServerResponse.empty({
  status: 204,
  headers: {
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": requestHeaders,
    "access-control-max-age": "600"
  }
})

/** By name and not `*`, for realm-web links accounts with `credentials: "include"`. */
const permitted = (origin: string) =>
  HttpServerResponse.setHeaders({
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "Date, Retry-After, X-BaaS-Location"
  })

const originOf = ({ headers, url }: HttpServerRequest.HttpServerRequest) =>
  url.startsWith("/api/client/") ? headers["origin"] : undefined

/** The reply as the page of an allowed origin may see it. */
export const shown = (
  request: HttpServerRequest.HttpServerRequest,
  response: HttpServerResponse.HttpServerResponse
): HttpServerResponse.HttpServerResponse => {
  const origin = originOf(request)
  return origin === undefined ? response : permitted(origin)(HttpServerResponse.setHeader(response, "vary", "Origin"))
}

/** A preflight of a path that names no app presents no token either. */
const isAllowed = (request: HttpServerRequest.HttpServerRequest, origin: string) =>
  Effect.map(
    requestedApp(request),
    Option.match({
      onNone: () => true,
      onSome: ({ allowedOrigins }) => allowedOrigins.length === 0 || allowedOrigins.includes(origin)
    })
  )

const fromPage = Effect.fnUntraced(function*<E, R>(
  request: HttpServerRequest.HttpServerRequest,
  origin: string,
  handler: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
) {
  const { headers, method } = request
  const allowed = yield* isAllowed(request, origin)
  const isPreflight = method === "OPTIONS" && headers["access-control-request-method"] !== undefined
  const response = isPreflight
    ? yield* dated(request, preflight)
    : allowed
    ? yield* handler
    : yield* dated(request, refusal)
  return allowed ? shown(request, response) : HttpServerResponse.setHeader(response, "vary", "Origin")
})

export const crossOrigin = Effect.map(
  Effect.context<Apps | VirtualClock>(),
  (services) => <E, R>(handler: Handler<E, R>): Handler<E, R> => (request, entry) => {
    const origin = originOf(request)
    return origin === undefined
      ? handler(request, entry)
      : Effect.provideContext(fromPage(request, origin, handler(request, entry)), services)
  }
)
