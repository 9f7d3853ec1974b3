/** A token store without Effect, for people who write their own. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { overPromises } from "./internal/lease.ts"
import { TokenRecord } from "./TokenRecord.ts"
import { TokenStore, TokenStoreError } from "./TokenStore.ts"

/** JSON. It holds tokens: keep all of it, and where nobody else can read it. */
export interface StoredRecord {
  readonly generation: number
  readonly [field: string]: unknown
}

/**
 * A method that cannot do its work rejects: the tokens in memory stay, and the call goes on. Listeners get what it rejects
 * with, as it is, as the `cause` of a `TokenStoreError`: do not quote the record in it. Some clients of databases keep the
 * arguments of a failed command on its error.
 */
export interface PromiseTokenStore {
  /** The record as `set` was given it; `undefined` or `null` when there is none. */
  readonly get: (key: string) => Promise<unknown>
  /**
   * Stores a record in one step if the one that is there has the generation `expectedGeneration`, or if nothing is there
   * and it is 0, and if the record's own generation is greater. Says whether it was stored.
   */
  readonly set: (key: string, record: StoredRecord, expectedGeneration: number) => Promise<boolean>
  readonly remove: (key: string) => Promise<void>
  /**
   * Calls `run` and gives `true` if nobody has the lease of the key; it ends when `run` does, or `ttl` milliseconds after
   * it began. If somebody has it, waits for its end and gives `false` without a call: the caller looks at what is stored
   * by then. When `signal` aborts, nobody waits for the answer any more.
   */
  readonly withLease: (key: string, ttl: number, run: () => Promise<void>, signal?: AbortSignal) => Promise<boolean>
}

// No causes of these: they would quote the tokens.
const notEncoded = (): TokenStoreError => new TokenStoreError({ operation: "set", cause: "This is no token record." })
const notDecoded = (): TokenStoreError =>
  new TokenStoreError({ operation: "get", cause: "What is stored is no token record. Remove it." })

/** What it rejects with is the cause of a `TokenStoreError`. */
export const toTokenStore = (store: PromiseTokenStore): TokenStore["Service"] => {
  const call = <A>(
    operation: TokenStoreError["operation"],
    evaluate: (signal: AbortSignal) => Promise<A>
  ): Effect.Effect<A, TokenStoreError> =>
    Effect.tryPromise({
      // Without types it may be no promise.
      try: (signal) => Promise.resolve(evaluate(signal)),
      catch: (cause) => new TokenStoreError({ operation, cause })
    })

  return TokenStore.of({
    get: Effect.fn("TokenStore.get")(function*(key) {
      const found = yield* call("get", () => store.get(key))
      if (found === undefined || found === null) return Option.none()
      return Option.some(yield* Effect.mapError(Schema.decodeUnknownEffect(TokenRecord)(found), notDecoded))
    }),
    set: Effect.fn("TokenStore.set")(function*(key, record, expectedGeneration) {
      const encoded = yield* Effect.mapError(Schema.encodeEffect(TokenRecord)(record), notEncoded)
      return yield* call("set", () => store.set(key, encoded, expectedGeneration))
    }),
    remove: Effect.fn("TokenStore.remove")((key) => call("remove", () => store.remove(key))),
    withLease: (key, ttl, effect) =>
      overPromises(
        (run, signal) => store.withLease(key, Duration.toMillis(ttl), run, signal),
        (ask) => call("withLease", ask),
        effect
      )
  })
}
