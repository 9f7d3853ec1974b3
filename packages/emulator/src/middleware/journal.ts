/** Writes every request and reply into the journal, but those of the control plane. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import { textOf } from "../faults/RawReply.ts"
import { Journal } from "../Journal.ts"
import type { Reply } from "../journal/Recorded.ts"
import type { Handler } from "./Handler.ts"

const readable = /^application\/(?:json|x-www-form-urlencoded)/

/** Read here first, it is kept for the handler. A body that cannot be read is the handler's to complain of. */
const bodyOf = (request: HttpServerRequest.HttpServerRequest) =>
  readable.test(request.headers["content-type"] ?? "")
    ? Effect.orElseSucceed(Effect.interruptible(request.text), () => "")
    : Effect.succeed("")

/** As the journal keeps it. */
export const replyOf = (response: HttpServerResponse.HttpServerResponse): Reply => ({
  status: response.status,
  headers: response.headers,
  body: textOf(response)
})

export const journal = Effect.map(Journal, ({ open }) => <E, R>(handler: Handler<E, R>): Handler<E, R> => (request) => {
  const { headers, method, url } = request
  if (open === undefined || url.startsWith("/__emulator")) return handler(request)
  return Effect.flatMap(bodyOf(request), (body) => {
    const entry = open({ method, url, headers, body })
    return Effect.onExit(
      handler(request, entry),
      (exit) => Effect.sync(() => entry.closed(Exit.isSuccess(exit) ? replyOf(exit.value) : null))
    )
  })
})
