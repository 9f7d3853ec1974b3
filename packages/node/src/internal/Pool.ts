/** This process's pool of connections and the HTTP client over it: undici, which is loaded with the first request. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { onRequest } from "./onRequest.ts"
import type { Opened } from "./openPool.ts"

/** Opens the pool that tokens and requests share. It is closed with the last client. */
export class Pool extends Context.Service<Pool, { readonly open: Effect.Effect<Opened> }>()(
  "@atlas-bearer/node/internal/Pool"
) {
  /** One for all clients that share a memo map. */
  static readonly layer = Layer.fromBuildMemo((memoMap, scope) =>
    onRequest(() => import("./openPool.ts"), ({ openPool }) => openPool(memoMap, scope)).pipe(
      Effect.map((open) => Context.make(Pool, { open }))
    )
  )
}
