/** Asks a service that is down once a second, for all who have a question; everybody else is told so at once. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { VerifierUnavailable, VerifyError } from "../VerifyError.ts"
import { millisOf } from "./Lane.ts"

interface State {
  readonly error: VerifierUnavailable
  /** When the service or the throttle asked to be back, or a guess. */
  readonly endsAt: number
  probeAt: number
}

const pause = 1000

export interface Outage {
  readonly whileUp: <A>(ask: Effect.Effect<A, VerifyError>) => Effect.Effect<A, VerifyError>
  /** What `whileUp` fails with when it lets nobody through now. */
  readonly refusal: (now: number) => VerifierUnavailable | undefined
}

/** `tell` makes the error of those who are not let through, with the time that is left. */
export const make = (
  tell: (error: VerifierUnavailable, left: Duration.Duration) => VerifierUnavailable
): Outage => {
  let outage: State | undefined
  let isProbing = false

  /** Every answer ends an outage, a refusal too: somebody is there. */
  const learn = (exit: Exit.Exit<unknown, VerifyError>, now: number) => {
    if (Exit.hasInterrupts(exit)) return
    const error = Option.getOrUndefined(Exit.findErrorOption(exit))
    outage = error?._tag === "VerifierUnavailable"
      // The first to notice asks again at once: a connection that broke is no outage.
      ? { error, endsAt: now + Duration.toMillis(error.retryAfter ?? Duration.zero), probeAt: outage?.probeAt ?? now }
      : undefined
  }

  const refusal = (now: number) =>
    outage !== undefined && (isProbing || now < outage.probeAt)
      ? tell(outage.error, Duration.millis(Math.max(pause, outage.endsAt - now)))
      : undefined

  const whileUp: Outage["whileUp"] = (ask) =>
    Clock.clockWith((clock) => {
      const now = () => millisOf(clock)
      const startedAt = now()
      const once = Effect.onExit(ask, (exit) => Effect.sync(() => learn(exit, now())))
      const probe = Effect.suspend(() => {
        if (outage === undefined) return once
        const refused = refusal(now())
        if (refused !== undefined) return Effect.fail(refused)
        isProbing = true
        outage.probeAt = now() + pause
        return Effect.ensuring(once, Effect.sync(() => void (isProbing = false)))
      })
      return outage === undefined
        ? Effect.catchTag(
          once,
          "VerifierUnavailable",
          // Who waited for long has no patience left.
          (error) => now() - startedAt < pause ? probe : Effect.fail(error)
        )
        : probe
    })
  return { whileUp, refusal }
}
