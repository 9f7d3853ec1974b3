/** One piece of work at a time, for all who wait for it. Nobody who waits can end it, but it ends with its client. */
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Deadline from "../Deadline.ts"
import { Lifetime } from "../Lifetime.ts"
import type { DeadlineExceeded } from "../ThrottleError.ts"

export interface Flight<A, E> {
  /** Begins the work, unless it is under way, and does not wait for it. */
  readonly depart: Effect.Effect<Deferred.Deferred<A, E>>
  /** Waits for its end, begun or not, but no longer than the caller's deadline. */
  readonly join: Effect.Effect<A, E | DeadlineExceeded>
  /** Nothing is under way, and work would begin at once. */
  readonly isReady: () => boolean
  /** Milliseconds since the work under way began. */
  readonly age: () => number
}

/** Milliseconds between two starts, whoever asks. */
const spacing = 1_000

/** `now` is in milliseconds, of a clock that nobody corrects. */
export const make = <A, E>(now: () => number, work: Effect.Effect<A, E>): Flight<A, E> => {
  let underWay: Deferred.Deferred<A, E> | undefined
  let departedAt = 0
  let lastStart = -Infinity

  const wait = () => Math.max(0, lastStart + spacing - now())
  const start = Effect.sync(() => {
    lastStart = now()
  })

  const depart = Effect.suspend(() => {
    if (underWay !== undefined) return Effect.succeed(underWay)
    const done = Deferred.makeUnsafe<A, E>()
    underWay = done
    departedAt = now()
    const whole = Effect.onExit(Effect.delay(Effect.andThen(start, work), Duration.millis(wait())), (exit) => {
      underWay = undefined
      return Deferred.done(done, exit)
    })
    return Effect.flatMap(
      Lifetime,
      (scope) => Effect.as(scope === undefined ? Effect.forkDetach(whole) : Effect.forkIn(whole, scope), done)
    )
  })

  return {
    depart,
    join: Effect.flatMap(depart, (done) => Deadline.within(() => Deferred.await(done))),
    isReady: () => underWay === undefined && wait() === 0,
    age: () => underWay === undefined ? 0 : Math.max(0, now() - departedAt)
  }
}
