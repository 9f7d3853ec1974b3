/** The processes that share their limits with this one, as the throttle sees them. */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Bucket, RateLimit, Window } from "./RateLimit.ts"
import type { Admission, Heard, SharedBucket, SharedWindow } from "./SharedThrottle.ts"

type Limit = Window | Bucket

export interface Fleet {
  /** Nothing when what others told is known. */
  readonly ready: () => Effect.Effect<void> | undefined
  readonly heard: (key: string) => Heard | undefined
  /** In the background: whoever was refused does not wait for the others to know. */
  readonly tell: (keys: ReadonlyArray<string>, wait: number, rate: RateLimit) => Effect.Effect<void>
  /** Leave for one request; the milliseconds to wait; or nothing, when nobody can say. `keep` is given the leave first. */
  readonly admit: (
    key: string,
    limit: Limit,
    keep: (admission: Admission) => void
  ) => Effect.Effect<Admission | number | undefined>
}

/** By default a process is alone. */
export const Fleet = Context.Reference<Fleet | undefined>("@atlas-bearer/core/Fleet", { defaultValue: () => undefined })

/** As it goes to the others: times in milliseconds. */
export const toShared = (limit: Limit): SharedWindow | SharedBucket =>
  limit._tag === "Window"
    ? { count: limit.count, window: Duration.toMillis(limit.window) }
    : { capacity: limit.capacity, refill: limit.refill, every: Duration.toMillis(limit.every) }

const fromShared = (limit: SharedWindow | SharedBucket): Limit =>
  "count" in limit
    ? { _tag: "Window", count: limit.count, window: Duration.millis(limit.window) }
    : { _tag: "Bucket", capacity: limit.capacity, refill: limit.refill, every: Duration.millis(limit.every) }

/** What was heard, as if a reply had said it. */
export const toRateLimit = ({ bucket, limit, wait }: Heard): RateLimit => ({
  bucket,
  limit: limit && fromShared(limit),
  retryAfter: wait > 0 ? Duration.millis(wait) : undefined
})

/**
 * A bucket counts as its refills alone. Nobody knows how full it is: whoever sends no more than a refill in each period never
 * asks for more than there is.
 */
export const windowOf = (limit: Limit): SharedWindow =>
  limit._tag === "Window"
    ? { count: limit.count, window: Duration.toMillis(limit.window) }
    : { count: limit.refill, window: Duration.toMillis(limit.every) }
