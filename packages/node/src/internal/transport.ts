/** Sends requests with undici, which is loaded with the first request: a client is made without waiting. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as Layer from "effect/Layer"

/** One pool of connections for all clients that share a memo map. */
export const layer: Layer.Layer<HttpClient.HttpClient> = Layer.fromBuildMemo((memoMap, scope) =>
  Layer.buildWithMemoMap(NodeHttpClient.layerUndici, memoMap, scope).pipe(
    Effect.map(Context.get(HttpClient.HttpClient)),
    // Whoever comes first loads it for all.
    Effect.uninterruptible,
    Effect.cached,
    Effect.map((load) =>
      Context.make(
        HttpClient.HttpClient,
        HttpClient.makeWith<never, never, HttpClientError.HttpClientError, never>(
          (request) => Effect.flatMap(request, (sent) => Effect.flatMap(load, (client) => client.execute(sent))),
          Effect.succeed
        )
      )
    )
  )
)
