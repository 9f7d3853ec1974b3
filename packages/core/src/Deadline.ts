/** One deadline for a whole call, whatever it is made of: waits, tokens, tries, and the content of replies. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { millisOf } from "./internal/Lane.ts"
import { SendOptions } from "./SendOptions.ts"
import { DeadlineExceeded } from "./ThrottleError.ts"

/** A call under way: when it has to end, in milliseconds of a clock that nobody corrects, and how far it came. */
export interface Course {
  readonly endsAt: number
  /** Requests that were sent. */
  attempts: number
  /** Why the last of them was no success, if it was none. */
  cause: string | undefined
}

/** The call that an effect is a step of. By default it is a call of its own. */
const Current = Context.Reference<Course | undefined>("@atlas-bearer/core/Deadline/Current", {
  defaultValue: () => undefined
})

/** As `within`, for a call that began before: it ends at `endsAt`, unless what it is a step of ends first. */
export const until = <A, E, R>(
  endsAt: number,
  use: (course: Course) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | DeadlineExceeded, R> =>
  Effect.withFiber((fiber) => {
    const outer = fiber.getRef(Current)
    if (outer !== undefined && outer.endsAt <= endsAt) return use(outer)
    const { deadline } = fiber.getRef(SendOptions)
    const course: Course = { endsAt, attempts: 0, cause: undefined }
    const exceeded = () => {
      const { attempts, cause } = course
      return Effect.fail(new DeadlineExceeded({ deadline, attempts, ...(cause !== undefined && { cause }) }))
    }
    const left = endsAt - millisOf(fiber.getRef(Clock.Clock))
    // Nothing is sent any more: a quick server would be quicker than a timer.
    if (left <= 0) return exceeded()
    return Effect.timeoutOrElse(Effect.provideService(use(course), Current, course), {
      duration: Duration.millis(left),
      orElse: exceeded
    })
  })

/**
 * Ends after the deadline of `SendOptions`, or with the call that this is a step of, whichever comes first. It fails then with
 * `DeadlineExceeded`.
 */
export const within = <A, E, R>(
  use: (course: Course) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | DeadlineExceeded, R> =>
  Effect.withFiber((fiber) =>
    until(millisOf(fiber.getRef(Clock.Clock)) + Duration.toMillis(fiber.getRef(SendOptions).deadline), use)
  )

/** For what outlives the call that began it: others may wait for it too. */
export const apart = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, Current, undefined)
