/** How a caller waits for its turn. */
import type * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { Bucket, Window } from "../RateLimit.ts"
import { RateLimited } from "../RateLimited.ts"
import type { Admission } from "../SharedThrottle.ts"

/** What a caller puts up with. */
export interface Patience {
  /** A longer wait than this is not begun. */
  readonly maxRetryAfter: Duration.Duration
  /** What was sent for this call before. */
  readonly attempts: number
}

/** Makes an effect interruptible within a region that is not. */
export type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** Asks others who send under the same limit: leave, the milliseconds to wait, or nothing when they cannot be asked. */
type Ask = (
  limit: Window | Bucket,
  keep: (admission: Admission) => void
) => Effect.Effect<Admission | number | undefined>

export interface Waiting {
  readonly patience: Patience
  readonly clock: Clock.Clock
  readonly restore: Restore
  /** What is done before the first pause. */
  readonly onPause: Effect.Effect<void>
  readonly ask?: Ask | undefined
}

export const tooLong = (key: string, wait: number, { attempts }: Patience, clock: Clock.Clock) =>
  new RateLimited({
    description: `the server asked everybody to wait who calls ${key}`,
    retryAfter: Duration.millis(Math.ceil(wait)),
    retryAt: DateTime.makeUnsafe(clock.currentTimeMillisUnsafe() + Math.ceil(wait)),
    attempts
  })
