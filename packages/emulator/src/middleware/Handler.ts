/**
 * Answers requests. A middleware makes a handler of another one: where it has nothing to do with a request, it costs that
 * request a call.
 */
import type * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import type { Opened } from "../Journal.ts"

/** `entry` is the journal's, for what happens to the request on the way: there is none while the journal is off. */
export type Handler<E, R> = (
  request: HttpServerRequest.HttpServerRequest,
  entry?: Pick<Opened, "answered" | "faulted">
) => Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
