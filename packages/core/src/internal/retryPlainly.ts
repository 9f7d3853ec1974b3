/** Sends an operation again where that is certainly safe: a few times, and never for longer than a minute a time. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Schedule from "effect/Schedule"
import { Unreachable } from "../ApiError.ts"

const patience = Duration.minutes(1)

// The connection was not made, so the server saw nothing.
const notSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])

/** The wait that the server asked for, if it did. */
const askedWait = (error: unknown): Duration.Duration | undefined =>
  Predicate.hasProperty(error, "retryAfter") && Duration.isDuration(error.retryAfter) ? error.retryAfter : undefined

const worthwhile = (error: unknown): boolean => {
  const wait = askedWait(error)
  return wait === undefined
    ? error instanceof Unreachable && notSent.has(error.reason)
    : Duration.isLessThanOrEqualTo(wait, patience)
}

const schedule = Schedule.exponential("200 millis").pipe(
  Schedule.jittered,
  Schedule.setInputType<unknown>(),
  Schedule.modifyDelay(({ duration, input }) =>
    Effect.succeed(Duration.max(duration, askedWait(input) ?? Duration.zero))
  )
)

/** Waits exponentially from 200 ms, at least as long as the server asked, three times. */
export const retryPlainly = <A, E, R>(operation: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.retry(operation, { while: worthwhile, times: 3, schedule })
