/** Takes the dated types of the Atlas Administration API, which its SDKs send, for the JSON that they are. */
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type { Handler } from "./Handler.ts"

/** As in `application/vnd.atlas.2025-03-12+json`. */
const dated = /^application\/vnd\.atlas\.\d{4}-\d\d-\d\d\+json(?=\s*(?:;|$))/i

export const versionedJson = <E, R>(handler: Handler<E, R>): Handler<E, R> => (request, entry) => {
  const type = request.headers["content-type"] ?? ""
  if (!request.url.startsWith("/api/atlas/") || !dated.test(type)) return handler(request, entry)
  const headers = Headers.set(request.headers, "content-type", type.replace(dated, "application/json"))
  const json = request.modify({ headers })
  return Effect.provideService(handler(json, entry), HttpServerRequest.HttpServerRequest, json)
}
