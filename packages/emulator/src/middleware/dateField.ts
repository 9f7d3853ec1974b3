/** Puts the virtual clock's time into the `Date` field, and takes the content type off an empty reply. */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import type { Apps } from "../Apps.ts"
import { serverTime } from "../ClockReading.ts"
import { requestedApp } from "../requestedApp.ts"
import { VirtualClock } from "../VirtualClock.ts"
import type { Handler } from "./Handler.ts"

const withoutEmptyBody = (response: HttpServerResponse.HttpServerResponse) =>
  response.body._tag === "Uint8Array" && response.body.contentLength === 0
    ? HttpServerResponse.setBody(response, HttpServerResponse.empty().body).pipe(
      HttpServerResponse.removeHeader("content-type")
    )
    : response

/** In the app that the request is about. */
const nowInApp = Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest) {
  const clock = yield* VirtualClock
  const app = Option.getOrUndefined(yield* requestedApp(request))
  return yield* app === undefined ? clock.now : clock.nowIn(app.domainId)
})

/** As the field has it (RFC 9110 section 5.6.7); most replies are of the same second as the one before. */
const httpDate = (() => {
  let last = { second: Number.NaN, text: "" }
  return (now: number) => {
    const second = Math.floor(now / 1000)
    if (second !== last.second) last = { second, text: Headers.formatHttpDate(DateTime.makeUnsafe(now)) }
    return last.text
  }
})()

const at = (response: HttpServerResponse.HttpServerResponse, now: number) =>
  HttpServerResponse.setHeader(withoutEmptyBody(response), "date", httpDate(now))

/** The reply with the time that it is in the app. */
export const dated = (
  request: HttpServerRequest.HttpServerRequest,
  response: HttpServerResponse.HttpServerResponse
) => Effect.map(nowInApp(request), (now) => at(response, now))

/** Clients measure `Retry-After` dates and token lives against this field. */
export const dateField = Effect.gen(function*() {
  const services = yield* Effect.context<Apps | VirtualClock>()
  const clock = yield* VirtualClock
  return <E, R>(handler: Handler<E, R>): Handler<E, R> => (request) =>
    Effect.flatMap(handler(request), (response) =>
      clock.appsDiffer()
        ? Effect.provideContext(dated(request, response), services)
        : Effect.succeed(at(response, serverTime(clock.stateUnsafe()))))
})
