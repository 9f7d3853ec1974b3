/** An `HttpClient` that gives every request a fresh copy of one answer, and a clock that does not keep it waiting. */
import { Context, Effect, Fiber, Layer } from "effect"
import { HttpClient, type HttpClientRequest, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"

type Request = HttpClientRequest.HttpClientRequest

/** What a server may answer. `body` is absent where a reply has none. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined
}

const Server = Context.Reference<(request: Request) => Answer>("@atlas-bearer/core/test/Server", {
  defaultValue: () => () => ({ status: 599 })
})

// RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5: Fetch refuses to make these with a body.
const bodyless = new Set([204, 205, 304])

const toResponse = ({ body, headers = {}, status }: Answer) =>
  new Response(body === undefined || bodyless.has(status) ? null : body, { status, headers })

/** Answers as `answering` says around the call, so that one client serves many tests. */
export const layer = Layer.succeed(
  HttpClient.HttpClient,
  HttpClient.make((request) =>
    Effect.map(Server, (server) => HttpClientResponse.fromWeb(request, toResponse(server(request))))
  )
)

/**
 * The outcome of a call whose every request is answered alike, and the requests. The test clock advances for as long as
 * it takes.
 */
export const answering = (answer: Answer | ((request: Request) => Answer)) =>
  Effect.fnUntraced(function*<A, E, R>(call: Effect.Effect<A, E, R>) {
    const requests: Array<Request> = []
    const server = (request: Request) => {
      requests.push(request)
      return typeof answer === "function" ? answer(request) : answer
    }
    const fiber = yield* Effect.forkChild(Effect.provideService(Effect.result(call), Server, server))
    while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("1 minute")
    return { result: yield* Fiber.join(fiber), requests }
  })
