/** What is stored under one key. A store that fails costs nobody a token: it is told as an event, and work goes on. */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { emit } from "../ClientEvent.ts"
import type { TokenRecord } from "../TokenRecord.ts"
import { type Lease, type TokenStore, TokenStoreError } from "../TokenStore.ts"
import { millisOf } from "./Lane.ts"
import { holding } from "./lease.ts"

/** A record before it is stored. */
export type Fields = Omit<TokenRecord, "generation">

export interface StoredRecord {
  /** Nothing, too, when the store fails. */
  readonly read: Effect.Effect<TokenRecord | undefined>
  /** The generation that was stored; nothing when something newer is there, or the store fails. */
  readonly write: (fields: Fields, expectedGeneration: number) => Effect.Effect<number | undefined>
  readonly remove: Effect.Effect<void>
  /** Executes the effect without a lease when the store cannot give any. */
  readonly withLease: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<Lease<A>, E>
}

/** A store that is silent for so long has failed. */
const patience = Duration.seconds(5)

/** Who dies with the lease keeps the others waiting for so long. */
const ttl = Duration.seconds(20)

/** What comes sooner, in milliseconds, was not waited for: the same question is asked again within so long. */
const soon = 1000

/** Milliseconds for which a store may say at once that somebody has the lease: three who had it could have died. */
const longestRefusal = 60_000

const silent = (operation: TokenStoreError["operation"]) =>
  new TokenStoreError({ operation, cause: "It does not answer." })

const refused = () =>
  new TokenStoreError({ operation: "withLease", cause: "It neither gives a lease nor waits for the end of one." })

const isStoreError = (error: unknown): error is TokenStoreError => error instanceof TokenStoreError

export const make = (store: TokenStore["Service"], key: string): StoredRecord => {
  const failed = (error: TokenStoreError) => emit({ _tag: "storeFailed", key, error })

  const patiently = <A>(operation: TokenStoreError["operation"], effect: Effect.Effect<A, TokenStoreError>) =>
    Effect.timeoutOrElse(effect, {
      duration: patience,
      orElse: () => Effect.fail(silent(operation))
    })

  let refusedSince = 0
  let refusedAt = -Infinity

  return {
    read: patiently("get", Effect.suspend(() => store.get(key))).pipe(
      Effect.map(Option.getOrUndefined),
      Effect.catch((error) => Effect.as(failed(error), undefined))
    ),
    write: Effect.fnUntraced(
      function*(fields, expectedGeneration) {
        // From the clock: what is stored after a removal never has a generation that a late writer expects.
        const generation = Math.max(expectedGeneration + 1, Math.floor(yield* Clock.currentTimeMillis))
        const isStored = yield* patiently("set", store.set(key, { ...fields, generation }, expectedGeneration))
        return isStored ? generation : undefined
      },
      Effect.catch((error) => Effect.as(failed(error), undefined))
    ),
    remove: Effect.catch(patiently("remove", Effect.suspend(() => store.remove(key))), failed),
    withLease: <A, E>(effect: Effect.Effect<A, E>) =>
      Clock.clockWith((clock) => {
        const asked = millisOf(clock)
        if (asked - refusedAt > soon) refusedSince = asked
        if (asked - refusedSince > longestRefusal) return Effect.fail(refused())
        let isHeld = false
        const done = Deferred.makeUnsafe<A, E>()
        const held = Effect.suspend(() => {
          isHeld = true
          return Effect.onExit(effect, (exit) => Deferred.done(done, exit))
        })
        const silence = Effect.andThen(
          Effect.sleep(Duration.sum(ttl, patience)),
          Effect.suspend(() => isHeld ? Effect.never : Effect.fail(silent("withLease")))
        )
        // What came of it is here: nobody waits for a lease that the store does not end.
        const kept = Effect.exit(Deferred.await(done)).pipe(
          Effect.tap(() => Effect.delay(failed(silent("withLease")), patience)),
          Effect.flatMap((exit) => holding(exit))
        )
        return Effect.tap(Effect.raceAllFirst([store.withLease(key, ttl, held), silence, kept]), ({ _tag }) =>
          Effect.sync(() => {
            const now = millisOf(clock)
            refusedAt = _tag === "Waited" && now - asked < soon ? now : -Infinity
          }))
      }).pipe(
        Effect.catchIf(isStoreError, (error) =>
          Effect.andThen(failed(error), holding(effect)))
      )
  }
}
