/** This process's connections: undici, which is loaded with the first request. A client is made without waiting. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as Layer from "effect/Layer"
import type { Dispatcher } from "undici"
import * as envProxy from "./envProxy.ts"

/** Opens the pool of connections that tokens and requests share. It is closed with the last client. */
export class Connections extends Context.Service<Connections, { readonly open: Effect.Effect<Dispatcher> }>()(
  "@atlas-bearer/node/internal/transport/Connections"
) {}

const layerProxied = Layer.effect(
  NodeHttpClient.Dispatcher,
  Effect.acquireRelease(
    Effect.map(
      Effect.promise(() => import("@effect/platform-node/Undici")),
      (undici) => new undici.EnvHttpProxyAgent()
    ),
    (dispatcher) => Effect.promise(() => dispatcher.destroy())
  )
)

const undici = Layer.provideMerge(
  NodeHttpClient.layerUndiciNoDispatcher,
  Layer.unwrap(Effect.sync(() => envProxy.isUsed() ? layerProxied : NodeHttpClient.layerDispatcher))
)

/** One for all clients that share a memo map. */
export const layer: Layer.Layer<HttpClient.HttpClient | Connections> = Layer.fromBuildMemo((memoMap, scope) =>
  Layer.buildWithMemoMap(undici, memoMap, scope).pipe(
    // Whoever comes first loads it for all.
    Effect.uninterruptible,
    Effect.cached,
    Effect.map((load) => {
      const httpClient = HttpClient.makeWith<never, never, HttpClientError.HttpClientError, never>(
        (request) =>
          Effect.flatMap(
            request,
            (sent) => Effect.flatMap(load, (loaded) => Context.get(loaded, HttpClient.HttpClient).execute(sent))
          ),
        Effect.succeed
      )
      const open = Effect.map(load, Context.get(NodeHttpClient.Dispatcher))
      return Context.make(HttpClient.HttpClient, httpClient).pipe(Context.add(Connections, { open }))
    })
  )
)
