/** Where tokens rest, for all who share them: parts of a program, processes, hosts. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { holding, waited } from "./internal/lease.ts"
import type { TokenRecord } from "./TokenRecord.ts"

/**
 * The store could not do its work. The tokens in memory are still good. `cause` is what a store of your own rejected with, as
 * it is: if that quotes the record, whoever prints the cause sees tokens. Nothing else here shows one.
 */
export class TokenStoreError extends Schema.TaggedError<TokenStoreError>()("TokenStoreError", {
  operation: Schema.Literals(["get", "set", "remove", "withLease"]),
  cause: Schema.Defect()
}) {
  override get message() {
    return `The token store could not do "${this.operation}". The cause says why.`
  }
}

/** `Waited`: somebody else had the lease, and it has ended. Look at what is stored by now, then ask again. */
export type Lease<A> = { readonly _tag: "Held"; readonly value: A } | { readonly _tag: "Waited" }

export class TokenStore extends Context.Service<TokenStore, {
  readonly get: (key: string) => Effect.Effect<Option.Option<TokenRecord>, TokenStoreError>
  /**
   * Stores a record if the one that is there has `expectedGeneration` (0 for nothing is there) and an older generation than
   * the new one. `false`: look at what is stored. A removed record does not come back by a late write.
   */
  readonly set: (
    key: string,
    record: TokenRecord,
    expectedGeneration: number
  ) => Effect.Effect<boolean, TokenStoreError>
  readonly remove: (key: string) => Effect.Effect<void, TokenStoreError>
  /**
   * Executes the effect if nobody has the lease of the key, else waits until it ends: with its holder's effect, or after
   * `ttl`. A lease that ended so early stops nobody: it is `set` that refuses what its holder writes too late.
   */
  readonly withLease: <A, E, R>(
    key: string,
    ttl: Duration.Input,
    effect: Effect.Effect<A, E, R>
  ) => Effect.Effect<Lease<A>, E | TokenStoreError, R>
}>()("@atlas-bearer/core/TokenStore") {
  /** Keeps tokens as long as the program has the store. */
  static readonly makeMemory = (): TokenStore["Service"] => {
    const records = new Map<string, TokenRecord>()
    const leases = new Map<string, { readonly ended: Latch.Latch; readonly until: bigint }>()
    return TokenStore.of({
      get: (key) => Effect.sync(() => Option.fromUndefinedOr(records.get(key))),
      set: (key, record, expectedGeneration) =>
        Effect.sync(() => {
          const { generation } = records.get(key) ?? { generation: 0 }
          if (generation !== expectedGeneration || record.generation <= generation) return false
          records.set(key, record)
          return true
        }),
      remove: (key) => Effect.sync(() => void records.delete(key)),
      withLease: (key, ttl, effect) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(Clock.monotonicTimeNanos, (now) => {
            const other = leases.get(key)
            if (other !== undefined && other.until > now) {
              const expiry = Effect.sleep(Duration.nanos(other.until - now))
              return restore(Effect.as(Effect.raceFirst(other.ended.await, expiry), waited))
            }
            const lease = {
              ended: Latch.makeUnsafe(false),
              until: now + Duration.toNanosUnsafe(Duration.fromInputUnsafe(ttl))
            }
            leases.set(key, lease)
            const end = Effect.sync(() => {
              if (leases.get(key) === lease) leases.delete(key)
              lease.ended.openUnsafe()
            })
            return Effect.ensuring(restore(holding(effect)), end)
          })
        )
    })
  }

  static readonly layerMemory = Layer.sync(TokenStore, TokenStore.makeMemory)
}
