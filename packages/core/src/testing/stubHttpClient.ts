/** An `HttpClient` that answers from a list, for tests that look at the wire. */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"

/** Answers each request with the next response; an `Error` stands for a connection that failed with it. */
export const stubHttpClient = (...responses: ReadonlyArray<Response | Error>) => {
  const requests: Array<HttpClientRequest.HttpClientRequest> = []
  const answer = (request: HttpClientRequest.HttpClientRequest) => {
    const next = responses[requests.push(request) - 1] ?? new Error("The stub has no more responses")
    return next instanceof Error
      ? Effect.fail(
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.TransportError({ request, cause: next })
        })
      )
      : Effect.succeed(HttpClientResponse.fromWeb(request, next))
  }
  return { requests, layer: Layer.succeed(HttpClient.HttpClient, HttpClient.make(answer)) }
}
