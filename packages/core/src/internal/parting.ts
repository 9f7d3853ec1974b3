/** The limits of a last word, such as a log-out. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Deadline from "../Deadline.ts"
import { SendOptions } from "../SendOptions.ts"
import type { DeadlineExceeded } from "../ThrottleError.ts"

/** It is said once, and nobody waits longer than 2 s. */
export const parting = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | DeadlineExceeded, R> =>
  Effect.provideService(Deadline.within(() => effect), SendOptions, {
    deadline: Duration.seconds(2),
    maxRetryAfter: Duration.zero,
    retries: 0
  })
