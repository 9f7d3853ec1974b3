/** Does to a request what an action says. */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import * as HttpBody from "effect/http/HttpBody"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as DocumentedReply from "../DocumentedReply.ts"
import type { FaultAction, RetryAfter } from "../FaultAction.ts"
import { nearest } from "../Instant.ts"
import { shown } from "../middleware/crossOrigin.ts"
import { dated } from "../middleware/dateField.ts"
import type { Handler } from "../middleware/Handler.ts"
import { VirtualClock } from "../VirtualClock.ts"
import { half, withMembers } from "./brokenJson.ts"
import * as RawReply from "./RawReply.ts"

type Response = HttpServerResponse.HttpServerResponse

const page = (status: number) =>
  `<html>\r\n<head><title>${status}</title></head>\r\n<body><center><h1>${status}</h1></center></body>\r\n</html>\r\n`

const dateAt = (millis: number) => Headers.formatHttpDate(DateTime.makeUnsafe(nearest(millis)))

/** A huge whole number too is written with its digits. */
const seconds = (count: number) => Number.isInteger(count) ? BigInt(count).toString() : String(count)

const retryAfterField = (retryAfter: RetryAfter | undefined, now: number): Record<string, string> =>
  retryAfter === undefined ? {} : {
    "retry-after": typeof retryAfter === "object"
      ? dateAt(now + retryAfter.date * 1000)
      : typeof retryAfter === "number"
      ? seconds(retryAfter)
      : retryAfter
  }

const withBody = (response: Response, body: string | Uint8Array, contentType = response.headers["content-type"]) =>
  HttpServerResponse.setBody(response, HttpBody.uint8Array(Buffer.from(body), contentType))

/** Replies that the fault makes, instead of a handler. */
const made = (action: FaultAction, path: string, now: number): Response | undefined => {
  switch (action.type) {
    case "status": {
      const { body, code, description, status } = action
      const headers = { ...retryAfterField(action.retryAfter, now), ...action.headers }
      return body === undefined
        ? DocumentedReply.make(path, status, { code, description, headers })
        : HttpServerResponse.jsonUnsafe(body, { status, headers })
    }
    case "html": {
      const { status = 502 } = action
      return HttpServerResponse.text(page(status), { status, contentType: "text/html" })
    }
    case "okWithError":
      return HttpServerResponse.jsonUnsafe(DocumentedReply.body(path, 500, action))
    case "redirect":
      return HttpServerResponse.empty({ status: action.status ?? 308, headers: { location: action.location } })
    case "accessRefused":
      return DocumentedReply.make(path, 401)
    default:
      return undefined
  }
}

/** The pieces of a slow body: the head, then byte by byte. */
const trickle = function*(response: Response) {
  const body = RawReply.bytesOf(response)
  yield RawReply.head(response, RawReply.fieldsOf(response, [RawReply.length(body)]))
  for (const byte of body) yield Uint8Array.of(byte)
}

/** Replies of a handler that the fault spoils. */
const spoilt = Effect.fnUntraced(function*(
  action: FaultAction,
  request: HttpServerRequest.HttpServerRequest,
  response: Response
) {
  const clock = yield* VirtualClock
  const body = RawReply.bytesOf(response)
  switch (action.type) {
    case "truncatedBody": {
      const { bytes = Math.floor(body.length / 2) } = action
      // Without a body there is nothing to cut but the head.
      const head = RawReply.head(response, RawReply.fieldsOf(response, [RawReply.length(body)]))
      yield* RawReply.write(request, body.length === 0 ? [half(head)] : [head, body.subarray(0, bytes)])
      return yield* RawReply.close(request)
    }
    case "malformedChunk": {
      const start = body.subarray(0, Math.ceil(body.length / 2))
      const head = RawReply.head(response, RawReply.fieldsOf(response, [["transfer-encoding", "chunked"]]))
      const chunk = start.length === 0 ? [] : [`${start.length.toString(16)}\r\n`, start, "\r\n"]
      yield* RawReply.write(request, [head, ...chunk, "no size\r\n"])
      return yield* RawReply.close(request)
    }
    case "slowBody": {
      const pause = Duration.millis(Duration.toMillis(action.over) / Math.max(1, body.length))
      yield* RawReply.write(request, trickle(response), clock.sleep(pause))
      return yield* RawReply.close(request)
    }
    case "fields": {
      const text = withMembers(new TextDecoder().decode(body), action)
      const changed = body.length === 0 ? response : withBody(response, text)
      const isMissing = (name: string) => action.missingHeaders?.some((missing) => missing.toLowerCase() === name)
      const fields = RawReply.fieldsOf(changed, [RawReply.length(Buffer.from(text))]).filter(([name]) =>
        !isMissing(name)
      )
      const doubled = (action.doubledHeaders ?? []).flatMap((name) =>
        fields.filter(([field]) => field === name.toLowerCase())
      )
      yield* RawReply.write(request, [RawReply.head(response, [...fields, ...doubled]), text])
      return yield* RawReply.close(request)
    }
    case "contentType":
      return HttpServerResponse.setHeader(response, "content-type", action.contentType)
    case "invalidJson":
      return withBody(response, half(new TextDecoder().decode(body)))
    default:
      return response
  }
})

/** `handler` answers as if there were no fault; `answered` hears of the reply that is spoilt. */
export const perform = Effect.fnUntraced(function*<E, R>(
  action: FaultAction,
  request: HttpServerRequest.HttpServerRequest,
  handler: Handler<E, R>,
  answered: (reply: Response) => void
) {
  const clock = yield* VirtualClock
  if ("handled" in action && action.handled === true) yield* handler(request)
  switch (action.type) {
    case "hang":
      return yield* Effect.never
    case "reset":
      return yield* RawReply.reset(request)
    case "emptyReply":
      return yield* RawReply.close(request)
  }
  const [path = request.url] = request.url.split("?", 1)
  const reply = made(action, path, yield* clock.now)
  if (reply !== undefined) return yield* dated(request, reply)
  const response = shown(request, yield* handler(request))
  answered(response)
  return yield* spoilt(action, request, response)
})
