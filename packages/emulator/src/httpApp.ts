/** The emulator's HTTP application: its APIs behind one middleware per concern. */
import * as ByteSize from "effect/ByteSize"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { identity, pipe } from "effect/Function"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as HttpServer from "effect/http/HttpServer"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as References from "effect/References"
import * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import { AccessList } from "./AccessList.ts"
import type { MethodNotAllowed } from "./apis/MethodNotAllowed.ts"
import { contentType } from "./middleware/contentType.ts"
import { controlAccess } from "./middleware/controlAccess.ts"
import { crossOrigin } from "./middleware/crossOrigin.ts"
import { dateField } from "./middleware/dateField.ts"
import { documentedErrors } from "./middleware/documentedErrors.ts"
import { faults } from "./middleware/faults.ts"
import { journal } from "./middleware/journal.ts"
import { jsonDepth } from "./middleware/jsonDepth.ts"
import { profiled } from "./middleware/profiled.ts"
import { responseFormat } from "./middleware/responseFormat.ts"
import { ServiceAccounts } from "./ServiceAccounts.ts"
import { ServiceAccountTokens } from "./ServiceAccountTokens.ts"
import { TokenRateLimit } from "./TokenRateLimit.ts"

const maxBodySize = ByteSize.mebibytes(1)

type Api = Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  HttpServerError.HttpServerError | MethodNotAllowed,
  HttpServerRequest.HttpServerRequest | Scope.Scope
>

/**
 * Loads and builds an API when it is first asked: most emulators serve one or two of them. HttpApi copies `services` for
 * every request.
 */
const whenAsked = Effect.fnUntraced(function*<R>(
  load: () => Promise<Effect.Effect<Api, never, R>>,
  only: (services: Context.Context<R>) => Context.Context<R> = identity
) {
  const services = only(yield* Effect.context<R>())
  // Not in the context of the request that happens to be the first.
  const build: Effect.Effect<Api> = Effect.updateContext(Effect.flatten(Effect.promise(load)), () => services)
  let built: Api | undefined
  // Once for all requests, also if the first one is given up meanwhile.
  const once = yield* Effect.cached(Effect.uninterruptible(build))
  const first = Effect.flatMap(once, (api) => built = api)
  return () => built ?? first
})

const apis = Effect.gen(function*() {
  const client = yield* whenAsked(async () => (await import("./apis/clientApi.ts")).clientApi)
  const byPrefix = Object.entries({
    "/api/client/": client,
    "/api/private/": client,
    "/api/oauth/": yield* whenAsked(
      async () => (await import("./apis/oauthApi.ts")).oauthApi,
      Context.pick(AccessList, ServiceAccounts, ServiceAccountTokens, TokenRateLimit, Scope.Scope)
    ),
    "/api/atlas/": yield* whenAsked(async () => (await import("./apis/atlasApi.ts")).atlasApi),
    "/api/admin/": yield* whenAsked(async () => (await import("./apis/adminApi.ts")).adminApi),
    "/__emulator": yield* whenAsked(async () => (await import("./apis/controlApi.ts")).controlApi)
  })
  return (request: HttpServerRequest.HttpServerRequest): Api => {
    const [, api] = byPrefix.find(([prefix]) => request.url.startsWith(prefix)) ?? []
    return api === undefined
      ? Effect.fail(new HttpServerError.HttpServerError({ reason: new HttpServerError.RouteNotFound({ request }) }))
      : api()
  }
})

/** Spans that nobody collects take a tenth of the time of a request. */
const tracing = Layer.unwrap(Effect.map(Effect.context<never>(), (context) => {
  const isTraced = Option.isSome(Context.getOption(context, Tracer.Tracer))
  return Layer.mergeAll(
    Layer.succeed(References.TracerEnabled, isTraced),
    Layer.succeed(References.TracerTimingEnabled, isTraced)
  )
}))

/** What requests carry, which HttpApi copies for every one: none of our own services, which are taken once. */
const carried = (context: Context.Context<HttpServer.HttpServer | Scope.Scope>) =>
  Context.makeUnsafe<HttpServer.HttpServer | Scope.Scope>(
    new Map([...context.mapUnsafe].filter(([key]) => !key.startsWith("@atlas-bearer/emulator/")))
  )

/** Serves every API on the `HttpServer` at hand. */
export const httpApp = Layer.effectDiscard(Effect.gen(function*() {
  const handler = pipe(
    yield* apis,
    jsonDepth,
    contentType,
    documentedErrors,
    yield* profiled,
    responseFormat,
    yield* controlAccess,
    yield* dateField,
    yield* faults,
    yield* crossOrigin,
    yield* journal
  )
  yield* HttpServer.serveEffect(HttpServerRequest.HttpServerRequest.use(handler)).pipe(Effect.updateContext(carried))
})).pipe(Layer.provide([tracing, Layer.succeed(HttpIncomingMessage.MaxBodySize, maxBodySize)]))
