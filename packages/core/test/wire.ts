/** What a request is on the wire. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { stubHttpClient } from "@atlas-bearer/core/testing/stubHttpClient"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { Effect, Layer, Option, Schema } from "effect"
import { HttpClientRequest } from "effect/http"

const baseUrl = new URL("https://services.test")

/** Every client, over `responses`. */
export const clientsOver = (...responses: ReadonlyArray<Response | Error>) => {
  const stub = stubHttpClient(...responses)
  const layer = Layer.mergeAll(
    Layer.effect(AppServicesClient, AppServicesClient.make({ baseUrl })),
    Layer.effect(AdminClient, AdminClient.make({ baseUrl })),
    Layer.effect(OAuthClient, OAuthClient.make({ baseUrl }))
  ).pipe(Layer.provide([unscheduled, stub.layer]))
  return { requests: stub.requests, layer }
}

const json = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Unknown))

/** Method and target, header fields, and the content: parsed if it is JSON. */
const wireOf = (request: HttpClientRequest.HttpClientRequest) => {
  const url = Option.getOrThrow(HttpClientRequest.toUrl(request))
  const fields = Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== "content-length"))
  const text = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : undefined
  const content = fields["content-type"] === "application/json" && text !== undefined ? json(text) : text
  return { line: `${request.method} ${url.pathname}${url.search}`, origin: url.origin, fields, content }
}

/** What `call` sends, whatever comes back. */
export const sentBy = Effect.fnUntraced(
  function*<A, E>(call: Effect.Effect<A, E, AppServicesClient | AdminClient | OAuthClient>) {
    const { layer, requests } = clientsOver(new Response(null, { status: 418 }))
    yield* Effect.ignore(Effect.provide(call, layer))
    return requests.map(wireOf)
  }
)
