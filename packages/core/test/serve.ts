/** The server side of one endpoint: what it puts on the wire for a given outcome. */
import { Effect } from "effect"
import { type HttpClientRequest, HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApi, HttpApiBuilder, type HttpApiEndpoint, HttpApiGroup } from "effect/http-api"

/** Decodes `request` by the endpoint's schemas, and encodes `outcome` by them. */
export const serve = Effect.fnUntraced(function*(
  endpoint: HttpApiEndpoint.Top,
  request: HttpClientRequest.HttpClientRequest,
  outcome: Effect.Effect<unknown, unknown>
) {
  const api = HttpApi.make("Served").add(HttpApiGroup.make("served").add(endpoint))
  const answer = yield* HttpApiBuilder.endpoint(api, "served", endpoint.identifier, () => outcome)
  const router = yield* HttpRouter.make
  yield* router.add("*", `/${endpoint.path.slice(1)}`, answer)
  const response = yield* Effect.provideService(
    router.asHttpEffect(),
    HttpServerRequest.HttpServerRequest,
    HttpServerRequest.fromClientRequest(request)
  )
  return HttpServerResponse.toWeb(response)
}, Effect.provide(HttpServer.layerServices))
