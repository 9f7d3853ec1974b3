/** Takes what the OAuth endpoints are sent without a content type for a form, also if there is no body at all. */
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type { Handler } from "./Handler.ts"

const asForm = (request: HttpServerRequest.HttpServerRequest) =>
  request.modify({ headers: Headers.set(request.headers, "content-type", "application/x-www-form-urlencoded") })

export const formByDefault = <E, R>(handler: Handler<E, R>): Handler<E, R> => (request, entry) => {
  if (request.headers["content-type"] !== undefined || !request.url.startsWith("/api/oauth/")) {
    return handler(request, entry)
  }
  const form = asForm(request)
  return Effect.provideService(handler(form, entry), HttpServerRequest.HttpServerRequest, form)
}
