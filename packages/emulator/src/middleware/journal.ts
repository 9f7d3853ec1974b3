/** Writes every request and reply into the journal, but those of the control plane. */
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import { bytesOf } from "../faults/RawReply.ts"
import { Journal } from "../Journal.ts"
import { CurrentEntry } from "../journal/CurrentEntry.ts"

const readable = /^application\/(?:json|x-www-form-urlencoded)/

const utf8 = new TextDecoder()

/** Read here first, it is kept for the handler. A body that cannot be read is the handler's to complain of. */
const bodyOf = (request: HttpServerRequest.HttpServerRequest) =>
  readable.test(request.headers["content-type"] ?? "")
    ? Effect.orElseSucceed(Effect.interruptible(request.text), () => "")
    : Effect.succeed("")

export const journal = <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  Effect.gen(function*() {
    const { open } = yield* Journal
    const request = yield* HttpServerRequest.HttpServerRequest
    const { headers, method, url } = request
    if (open === undefined || url.startsWith("/__emulator")) return yield* app
    const entry = yield* open({ method, url, headers, body: yield* bodyOf(request) })
    return yield* app.pipe(
      Effect.provideService(CurrentEntry, entry),
      Effect.tap((response) =>
        Effect.sync(() =>
          entry.replied({
            status: response.status,
            headers: response.headers,
            body: utf8.decode(bytesOf(response))
          })
        )
      ),
      Effect.ensuring(Effect.sync(entry.closed))
    )
  })
