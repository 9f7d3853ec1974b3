/** A body without a byte has no type, whatever the field says: `curl --data ''` and `fetch` with an empty text name one. */
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type { Handler } from "./Handler.ts"

const withoutType = (request: HttpServerRequest.HttpServerRequest) =>
  request.modify({ headers: Headers.remove(request.headers, "content-type") })

export const typeOfNothing = <E, R>(handler: Handler<E, R>): Handler<E, R> => (request, entry) => {
  if (request.headers["content-length"] !== "0" || request.headers["content-type"] === undefined) {
    return handler(request, entry)
  }
  const empty = withoutType(request)
  return Effect.provideService(handler(empty, entry), HttpServerRequest.HttpServerRequest, empty)
}
