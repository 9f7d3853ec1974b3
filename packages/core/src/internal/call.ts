/** One call with all its tries: what is sent again stands here and nowhere else. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Random from "effect/Random"
import { emit } from "../ClientEvent.ts"
import type { Course } from "../Deadline.ts"
import type { Request } from "../Sender.ts"
import type { SendOptions } from "../SendOptions.ts"
import type { Entered, Place, Throttle } from "../Throttle.ts"
import { BodyNotReplayable, CircuitOpen } from "../ThrottleError.ts"
import type * as Breaker from "./Breaker.ts"
import { millisOf } from "./Lane.ts"
import { failed, observe, type Outcome, type Reply } from "./Outcome.ts"
import { backOff } from "./waits.ts"

/** What all calls of a process share. */
export interface Shared {
  readonly throttle: Throttle["Service"]
  readonly breaker: Breaker.Breaker
}

export interface Call {
  readonly request: Request
  readonly options: SendOptions
  readonly course: Course
  /** Both of a call whose first attempt went out before this. */
  readonly admission?: Breaker.Admission
  readonly entered?: Entered
}

/** A connection that was not made, or whose certificate was refused: the server saw nothing of the request. */
const notSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$|CERT|^UNABLE_TO_/

/** A refusal by the throttle says nothing of the server's health. */
const healthOf = (exit: Exit.Exit<{ readonly isFailure: boolean }, unknown>): Breaker.Health =>
  Exit.isFailure(exit) ? "neither" : exit.value.isFailure ? "failure" : "success"

/** Buckets that the server names are one for all keys of it. */
export const scopeOf = ({ credential = "", origin }: Request): string => `${origin} ${credential}`

/** Ends with the last reply, whatever its status, or as the last attempt failed. */
export const call = Effect.fnUntraced(function*<A, E, R>(
  { breaker, throttle }: Shared,
  { admission, course, entered, options, request }: Call,
  attempt: Effect.Effect<Reply<A, E>, E, R>,
  reasonOf: (error: E) => string | undefined
) {
  const { maxRetryAfter, retries } = options
  const { idempotent, key, origin, replayable } = request
  const clock = yield* Clock.Clock
  const left = () => Duration.millis(Math.max(0, course.endsAt - millisOf(clock)))
  let attempts = 0
  course.cause = undefined

  const tryOnce = Effect.suspend(() => {
    const patience = Duration.min(left(), maxRetryAfter)
    const send = (place: Place): Effect.Effect<Outcome<A, E>, E, R> => {
      attempts++
      course.attempts++
      const tried = Effect.flatMap(attempt, (reply) => observe(reply, place, idempotent, patience))
      return Effect.catch(tried, (error): Effect.Effect<Outcome<A, E>, E> => {
        const reason = reasonOf(error)
        if (reason === undefined) return Effect.fail(error)
        return Effect.succeed(failed(Exit.fail(error), reason, idempotent || notSent.test(reason)))
      })
    }
    return entered !== undefined && attempts === 0
      ? throttle.hold(entered, send)
      : throttle.pass(key, { maxRetryAfter: patience, attempts, scope: scopeOf(request) }, send)
  })

  const tries = Effect.gen(function*() {
    let failures = 0
    while (true) {
      const outcome = yield* tryOnce
      if (outcome._tag === "Done") return outcome
      const cause = outcome._tag === "Refused" ? "429" : outcome.cause
      course.cause = cause
      if (outcome._tag === "Failed" && failures === retries) {
        yield* emit({ _tag: "gaveUp", key, attempt: attempts, cause })
        return { exit: outcome.exit, isFailure: true }
      }
      if (replayable === false) return yield* new BodyNotReplayable({ cause })
      // The gate waits for what the server asked; a refusal is no try.
      const delay = outcome._tag === "Refused" || outcome.waits
        ? Duration.zero
        : Duration.millis(backOff(failures, yield* Random.next))
      if (outcome._tag === "Failed") failures++
      yield* emit({ _tag: "retried", key, attempt: attempts, delay, cause })
      yield* Effect.sleep(delay)
    }
  })

  const admitted = Effect.uninterruptibleMask((restore) =>
    Effect.gen(function*() {
      const leave = admission ?? breaker.admit(origin, millisOf(clock))
      if (typeof leave === "number") {
        const retryAt = DateTime.makeUnsafe(clock.currentTimeMillisUnsafe() + Math.ceil(leave))
        return yield* new CircuitOpen({ origin, retryAt })
      }
      return yield* Effect.onExit(restore(tries), (exit) => {
        const news = breaker.record(leave, healthOf(exit), millisOf(clock))
        return news === undefined ? Effect.void : emit({ _tag: news, key: origin })
      })
    })
  )

  const { exit } = yield* Effect.ensuring(
    admitted,
    Effect.suspend(() =>
      attempts > 1 ? Effect.annotateCurrentSpan("http.request.resend_count", attempts - 1) : Effect.void
    )
  )
  return yield* exit
})
