/** Replies that no well-behaved server sends, written on the connection itself. It is closed afterwards. */
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import * as Effect from "effect/Effect"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"
import { STATUS_CODES } from "node:http"
import type { Socket } from "node:net"

type Field = readonly [name: string, value: string]
type Response = HttpServerResponse.HttpServerResponse

/** The bytes of a reply's body. Those of a stream are not known yet, and none. */
export const bytesOf = ({ body }: Response): Uint8Array => body._tag === "Uint8Array" ? body.body : new Uint8Array()

const utf8 = new TextDecoder()

/** The text of a reply's body, which most replies still have. */
export const textOf = ({ body }: Response): string =>
  body._tag === "Uint8Array" ? body.text ?? utf8.decode(body.body) : ""

/** The reply's header fields, `Connection: close`, and those of the framing. */
export const fieldsOf = (response: Response, framing: ReadonlyArray<Field>): ReadonlyArray<Field> => [
  ...Object.entries(response.headers).filter(([name]) => name !== "content-length"),
  ["connection", "close"],
  ...framing
]

export const length = (bytes: Uint8Array): Field => ["content-length", String(bytes.length)]

export const head = ({ status }: Response, fields: ReadonlyArray<Field>): string =>
  `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${
    fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")
  }\r\n`

/** The connection of a request, with what the client still sends read and forgotten. */
const connectionOf = (request: HttpServerRequest.HttpServerRequest): Socket | null => {
  const incoming = NodeHttpServerRequest.toIncomingMessage(request)
  incoming.resume()
  // A client that has gone ends the fiber by itself.
  return incoming.socket
}

/**
 * Waits until the requests before it on the connection are answered: replies come in the order of their requests (RFC 9112
 * section 9.3.2), and Node.js gives the connection to one after the other.
 */
const turn = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const response = NodeHttpServerRequest.toServerResponse(request)
    const go = () => resume(Effect.void)
    if (response.socket === null) response.once("socket", go)
    else go()
    return Effect.sync(() => response.off("socket", go))
  })

/** Writes the pieces one after the other, with `pause` between them. */
export const write = (
  request: HttpServerRequest.HttpServerRequest,
  pieces: Iterable<string | Uint8Array>,
  pause: Effect.Effect<void> = Effect.void
): Effect.Effect<void> =>
  Effect.andThen(
    turn(request),
    Effect.forEach(pieces, (piece, index) =>
      Effect.andThen(
        index === 0 ? Effect.void : pause,
        Effect.sync(() => void connectionOf(request)?.write(piece))
      ), { discard: true })
  )

/** Ends the connection in its turn, as it is told. The fiber ends with it. */
const ended = (request: HttpServerRequest.HttpServerRequest, end: (connection: Socket) => void): Effect.Effect<never> =>
  Effect.andThen(
    turn(request),
    Effect.suspend(() => {
      const connection = connectionOf(request)
      if (connection !== null) end(connection)
      return Effect.never
    })
  )

/** Ends the connection after what was written. */
export const close = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<never> =>
  ended(request, (connection) => connection.end(() => connection.destroy()))

/** Over TLS there is no reset: the connection is cut without the closing alert. */
export const reset = (request: HttpServerRequest.HttpServerRequest): Effect.Effect<never> =>
  ended(request, (connection) => {
    if ("encrypted" in connection) connection.destroy()
    else connection.resetAndDestroy()
  })
