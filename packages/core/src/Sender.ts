/** Sends requests through the throttle, and again where that is safe: what is sent again stands here and nowhere else. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import { emit } from "./ClientEvent.ts"
import * as Breaker from "./internal/Breaker.ts"
import { millisOf } from "./internal/Lane.ts"
import { failed, observe, type Reply } from "./internal/Outcome.ts"
import { backOff } from "./internal/waits.ts"
import { SendOptions } from "./SendOptions.ts"
import { Throttle } from "./Throttle.ts"
import { BodyNotReplayable, DeadlineExceeded, type ThrottleError } from "./ThrottleError.ts"

export interface Request {
  /** Names what the server limits. */
  readonly key: string
  readonly origin: string
  /** Whose limit it is: a client id, a user id. */
  readonly credential?: string | undefined
  readonly idempotent: boolean
  /** Can the body be sent again? By default yes. */
  readonly replayable?: boolean | undefined
}

/** A connection that was not made, or whose certificate was refused: the server saw nothing of the request. */
const notSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$|CERT|^UNABLE_TO_/

/** A refusal by the throttle says nothing of the server's health. */
const classify = (exit: Exit.Exit<{ readonly isFailure: boolean }, unknown>) =>
  Exit.isFailure(exit) ? "neither" : exit.value.isFailure ? "failure" : "success"

export class Sender extends Context.Service<Sender, {
  /** `reasonOf` gives the system's code for a failure to get a reply, such as `ECONNRESET`. */
  readonly send: <A, E, R>(
    request: Request,
    attempt: Effect.Effect<Reply<A>, E, R>,
    reasonOf: (error: E) => string
  ) => Effect.Effect<A, E | ThrottleError, R>
}>()("@atlas-bearer/core/Sender") {
  /** One for a process, with the throttle that it shares. */
  static readonly layer = Layer.effect(
    Sender,
    Effect.gen(function*() {
      const throttle = yield* Throttle
      const breaker = yield* Breaker.make

      const send = Effect.fnUntraced(function*<A, E, R>(
        request: Request,
        attempt: Effect.Effect<Reply<A>, E, R>,
        reasonOf: (error: E) => string
      ) {
        const { deadline, maxRetryAfter, retries } = yield* SendOptions
        const clock = yield* Clock.Clock
        const deadlineAt = millisOf(clock) + Duration.toMillis(deadline)
        let attempts = 0

        const tryOnce = Effect.suspend(() => {
          const left = Duration.millis(deadlineAt - millisOf(clock))
          const patience = Duration.min(left, maxRetryAfter)
          const scope = `${request.origin} ${request.credential ?? ""}`
          return throttle.pass(request.key, { maxRetryAfter: patience, attempts, scope }, (place) => {
            attempts++
            return Effect.matchEffect(attempt, {
              onSuccess: (reply) => observe(reply, place, request.idempotent, patience),
              onFailure: (error) => {
                const reason = reasonOf(error)
                return Effect.succeed(failed(Exit.fail(error), reason, request.idempotent || notSent.test(reason)))
              }
            })
          })
        })

        const tries = Effect.gen(function*() {
          let failures = 0
          while (true) {
            const outcome = yield* tryOnce
            if (outcome._tag === "Done") return outcome
            const cause = outcome._tag === "Refused" ? "429" : outcome.cause
            if (request.replayable === false) return yield* new BodyNotReplayable({ cause })
            if (outcome._tag === "Failed" && failures === retries) {
              yield* emit({ _tag: "gaveUp", key: request.key, attempt: attempts, cause })
              return { exit: outcome.exit, isFailure: true }
            }
            // The gate waits for what the server asked; a refusal is no try.
            const delay = outcome._tag === "Refused" || outcome.waits
              ? Duration.zero
              : Duration.millis(backOff(failures, yield* Random.next))
            if (outcome._tag === "Failed") failures++
            yield* emit({ _tag: "retried", key: request.key, attempt: attempts, delay, cause })
            yield* Effect.sleep(delay)
          }
        })

        const { exit } = yield* breaker(request.origin, tries, classify).pipe(
          Effect.timeoutOrElse({
            duration: deadline,
            orElse: () => Effect.fail(new DeadlineExceeded({ deadline, attempts }))
          }),
          Effect.ensuring(
            Effect.suspend(() =>
              attempts > 1 ? Effect.annotateCurrentSpan("http.request.resend_count", attempts - 1) : Effect.void
            )
          )
        )
        return yield* exit
      })

      return Sender.of({ send })
    })
  ).pipe(Layer.provideMerge(Throttle.layer))
}
