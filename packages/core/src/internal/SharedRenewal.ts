/** Obtains access tokens for all who share a store: one of them asks, the others take what it stored. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { Issued } from "../AccessTokens.ts"
import { emit } from "../ClientEvent.ts"
import * as Deadline from "../Deadline.ts"
import type { DeadlineExceeded } from "../ThrottleError.ts"
import type { TokenStore } from "../TokenStore.ts"
import { margin } from "./Held.ts"
import * as StoredRecord from "./StoredRecord.ts"

/** What a holder has beside its access token. */
export type Kept = Omit<StoredRecord.Fields, "accessToken" | "expiresAt">

export interface Options<E> {
  readonly store: TokenStore["Service"]
  /** Under which it is stored. */
  readonly key: string
  /** Asks the server, with what is known by now. */
  readonly obtain: (known: Kept) => Effect.Effect<readonly [Issued, Kept], E>
  /** What is known from the start; with its generation, if it comes from the store. */
  readonly known?: (StoredRecord.Fields & { readonly generation?: number }) | undefined
  /** The life of a token when it is issued: no stored one lives longer, whatever the wall clock says. */
  readonly lifeOf: (accessToken: Redacted.Redacted) => Duration.Duration
  /** Is a record made where none is? One that a log-out removed does not come back. */
  readonly makesRecord: boolean
  /** After such a failure any stored token that is still good is taken. */
  readonly isQuota?: Predicate.Predicate<E | DeadlineExceeded> | undefined
}

export interface SharedRenewal<E> {
  readonly renew: Effect.Effect<Issued, E | DeadlineExceeded>
  readonly known: () => Kept
  /** The access token that is known from the start. */
  readonly current: Effect.Effect<Issued | undefined>
  /** Adds to what is known, and to what is stored if something is. */
  readonly keep: (more: Kept) => Effect.Effect<void>
  /** Stores what is known, in place of whatever is there. */
  readonly establish: Effect.Effect<void>
  readonly stored: StoredRecord.StoredRecord
}

// A date cannot be later than 8.64e15 ms. Servers do not issue tokens for longer than a year.
const longestStored = Duration.toMillis(Duration.days(365))

/** Between two questions for a lease: not every store waits until it has ended. */
const pause = Duration.millis(100)

/** The access token of a record as it is written, by the wall clock. */
export const timed = ({ accessToken, life }: Issued) =>
  Effect.map(Clock.currentTimeMillis, (now) => ({
    accessToken,
    expiresAt: DateTime.makeUnsafe(now + Math.min(Duration.toMillis(life), longestStored))
  }))

export const make = <E>(options: Options<E>): SharedRenewal<E> => {
  const { isQuota = () => false, key, lifeOf, makesRecord, obtain } = options
  const stored = StoredRecord.make(options.store, key)
  let known: StoredRecord.Fields = options.known ?? {}
  let generation = options.known?.generation ?? 0
  // What is not stored yet has nothing to do with what an earlier login left there.
  let isStored = makesRecord || generation > 0

  const currentOf = ({ accessToken, expiresAt }: StoredRecord.Fields) =>
    Effect.map(Clock.currentTimeMillis, (now): Issued | undefined => {
      if (accessToken === undefined || expiresAt === undefined) return undefined
      const left = Duration.millis(Math.max(0, DateTime.toEpochMillis(expiresAt) - now))
      return { accessToken, life: Duration.min(left, lifeOf(accessToken)) }
    })

  const give = (issued: Issued, shared: boolean) =>
    Effect.as(emit({ _tag: "tokenObtained", key, life: issued.life, shared }), issued)

  /** What others stored since, with its access token if it is good. */
  const look = Effect.gen(function*() {
    const record = isStored ? yield* stored.read : undefined
    if (record === undefined || record.generation <= generation) return { record, found: undefined }
    const isOther = known.accessToken === undefined || record.accessToken === undefined ||
      Redacted.value(record.accessToken) !== Redacted.value(known.accessToken)
    generation = record.generation
    known = record
    const issued = isOther ? yield* currentOf(record) : undefined
    return { record, found: issued !== undefined && Duration.toMillis(issued.life) > margin ? issued : undefined }
  })

  const write = (fields: StoredRecord.Fields, expected: number) =>
    Effect.map(stored.write(fields, expected), (written) => {
      generation = written ?? generation
      return written !== undefined
    })

  const ask = Effect.gen(function*() {
    const { found, record } = yield* look
    if (found !== undefined) return yield* give(found, true)
    // Whatever it consists of, others may have an answer by then.
    const [issued, kept] = yield* Deadline.within(() => obtain(known))
    known = { ...kept, ...yield* timed(issued) }
    if (record === undefined && !makesRecord) return yield* give(issued, false)
    if (yield* write(known, record?.generation ?? 0)) return yield* give(issued, false)
    // Somebody was faster, or the lease was over: what they stored is the newer one.
    const { found: newer } = yield* look
    return yield* newer === undefined ? give(issued, false) : give(newer, true)
  })

  const renew: SharedRenewal<E>["renew"] = Effect.gen(function*() {
    for (let waits = 0;; waits++) {
      const { found } = yield* look
      if (found !== undefined) return yield* give(found, true)
      if (waits > 1) yield* Effect.sleep(pause)
      const lease = yield* stored.withLease(ask)
      if (lease._tag === "Held") return lease.value
    }
  })

  const establish = Effect.gen(function*() {
    isStored = true
    // Should the store fail now, what it has is older than this.
    const now = yield* Clock.currentTimeMillis
    for (let tries = 0; tries < 3; tries++) {
      const record = yield* stored.read
      if (yield* write(known, record?.generation ?? 0)) return
    }
    generation = Math.max(generation, now)
  })

  return {
    stored,
    establish,
    known: () => known,
    current: Effect.suspend(() => currentOf(known)),
    keep: (more) =>
      Effect.gen(function*() {
        const { record } = yield* look
        known = { ...known, ...more }
        if (record !== undefined) yield* write(known, record.generation)
      }),
    renew: Effect.catchIf(
      renew,
      isQuota,
      (error) => Effect.flatMap(look, ({ found }) => found === undefined ? Effect.fail(error) : give(found, true))
    )
  }
}
