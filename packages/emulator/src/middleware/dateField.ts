/** Puts the virtual clock's time into the `Date` field, and takes the content type off an empty reply. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { VirtualClock } from "../VirtualClock.ts"

const withoutEmptyBody = (response: HttpServerResponse.HttpServerResponse) =>
  response.body._tag === "Uint8Array" && response.body.contentLength === 0
    ? HttpServerResponse.setBody(response, HttpServerResponse.empty().body).pipe(
      HttpServerResponse.removeHeader("content-type")
    )
    : response

/** Clients measure `Retry-After` dates and token lives against this field. */
export const dateField = <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  Effect.gen(function*() {
    const clock = yield* VirtualClock
    const response = yield* app
    const now = DateTime.makeUnsafe(yield* clock.now)
    return HttpServerResponse.setHeader(withoutEmptyBody(response), "date", Headers.formatHttpDate(now))
  })
