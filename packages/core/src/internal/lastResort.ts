/** Waits for a renewal, and makes do with the token that is here when it fails or says nothing. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import * as Deadline from "../Deadline.ts"
import type { DeadlineExceeded } from "../ThrottleError.ts"
import { type Held, lastMargin } from "./Held.ts"

/** All times are in milliseconds, of a clock that nobody corrects. */
export interface Options<E> {
  readonly renewed: Effect.Effect<Redacted.Redacted, E>
  /** The token that is here by then. */
  readonly held: () => Held | undefined
  readonly now: () => number
  /** For how long the renewal has been under way. */
  readonly age: () => number
  readonly hasFailedBefore: () => boolean
}

/** A renewal that takes longer is as good as failed. */
const longestRenewal = 20_000

export const lastResort = <E>(
  { age, hasFailedBefore, held, now, renewed }: Options<E>
): Effect.Effect<Redacted.Redacted, E | DeadlineExceeded> => {
  /** The time before the last moment of what is here, while that is not over. */
  const spareOf = (token: Held | undefined) => token === undefined ? -1 : token.goodUntil - now() - lastMargin

  const waited = Effect.suspend(() => {
    const last = held()
    const spare = spareOf(last)
    if (last === undefined || spare < 0) return renewed
    const patience = hasFailedBefore() ? 0 : Math.max(0, longestRenewal - age())
    return Deadline.within(({ endsAt }) =>
      Effect.timeoutOrElse(renewed, {
        // Half of the time that the token or its caller has is for what comes after.
        duration: Duration.millis(
          Math.min(patience < spare ? Math.max(patience, spare / 2) : Infinity, (endsAt - now()) / 2)
        ),
        orElse: () => held() === last && spareOf(last) >= 0 ? Effect.succeed(last.accessToken) : renewed
      })
    )
  })

  // A renewal that fails takes no token away that still has a moment to live.
  return Effect.catch(waited, (error) => {
    const last = held()
    return last !== undefined && spareOf(last) >= 0 ? Effect.succeed(last.accessToken) : Effect.fail(error)
  })
}
