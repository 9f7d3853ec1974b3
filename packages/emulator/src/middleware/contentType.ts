/** Takes the body of a request for what it is, where its field says that in other words than HttpApi's, or says nothing. */
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type { Handler } from "./Handler.ts"

/** As in `application/vnd.atlas.2025-03-12+json`, which the SDKs of the Atlas Administration API send. */
const dated = /^application\/vnd\.atlas\.\d{4}-\d\d-\d\d\+json(?=\s*(?:;|$))/i

/** `curl --data ''` and `fetch` with an empty text name a type for nothing. */
const told = ({ headers, url }: HttpServerRequest.HttpServerRequest): string | undefined => {
  const type = headers["content-length"] === "0" ? undefined : headers["content-type"]
  return url.startsWith("/api/atlas/") ? type?.replace(dated, "application/json") : type
}

/** What the OAuth endpoints are sent without a type is a form, also if there is no body at all. */
const typeOf = (request: HttpServerRequest.HttpServerRequest): string | undefined =>
  told(request) ?? (request.url.startsWith("/api/oauth/") ? "application/x-www-form-urlencoded" : undefined)

export const contentType = <E, R>(handler: Handler<E, R>): Handler<E, R> => (request, entry) => {
  const { headers } = request
  const type = typeOf(request)
  if (type === headers["content-type"]) return handler(request, entry)
  const typed = request.modify({
    headers: type === undefined ? Headers.remove(headers, "content-type") : Headers.set(headers, "content-type", type)
  })
  return Effect.provideService(handler(typed, entry), HttpServerRequest.HttpServerRequest, typed)
}
