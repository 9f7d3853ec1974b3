/** Opens undici's pool of connections, with Effect's HTTP client over it. */
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { Dispatcher } from "undici"
import * as envProxy from "./envProxy.ts"

export interface Opened {
  readonly dispatcher: Dispatcher
  readonly httpClient: HttpClient.HttpClient
}

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

export const openPool = (memoMap: Layer.MemoMap, scope: Scope.Scope): Effect.Effect<Opened> =>
  Effect.map(Layer.buildWithMemoMap(undici, memoMap, scope), (context) => ({
    dispatcher: Context.get(context, NodeHttpClient.Dispatcher),
    httpClient: Context.get(context, HttpClient.HttpClient)
  }))
