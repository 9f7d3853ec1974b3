/**
 * The query parameters `envelope` and `pretty` of the Cloud Manager and Atlas APIs: they change how a reply is written, not
 * what.
 */
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type { Handler } from "./Handler.ts"

const fromJson = Schema.decodeUnknownEffect(Schema.fromJsonString(Schema.Unknown))

/** A list takes the status among its own fields; anything else is put beside it. */
const enveloped = (status: number, content: unknown) =>
  Predicate.hasProperty(content, "results") ? { status, ...content } : { status, content }

const formatted = Effect.fnUntraced(function*(query: string, response: HttpServerResponse.HttpServerResponse) {
  const parameters = new URLSearchParams(query)
  const pretty = parameters.get("pretty") === "true"
  const envelope = parameters.get("envelope") === "true"
  if (response.body._tag !== "Uint8Array" || (!pretty && !envelope)) return response
  const { contentType } = response.body
  return yield* fromJson(new TextDecoder().decode(response.body.body)).pipe(
    Effect.map((content) => envelope ? enveloped(response.status, content) : content),
    Effect.map((json) =>
      HttpServerResponse.text(JSON.stringify(json, null, pretty ? 2 : 0), {
        status: response.status,
        headers: response.headers,
        contentType
      })
    ),
    // Not JSON: the body of a 503 is empty.
    Effect.orElseSucceed(() => response)
  )
})

/** The reply as the query asks for it. The status line stays as it is, also around an enveloped error. */
export const responseFormat = <E, R>(handler: Handler<E, R>): Handler<E, R> => (request) => {
  const [, query] = /^\/api\/(?:oauth|atlas\/v2)\/[^?]*\?([^?]*)/.exec(request.url) ?? []
  return query === undefined
    ? handler(request)
    : Effect.flatMap(handler(request), (response) => formatted(query, response))
}
