/** The limits of a last word, such as a log-out. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { SendOptions } from "../SendOptions.ts"

/** It is said once, and nobody waits longer than 2 s. */
export const parting = Effect.provideService(SendOptions, {
  deadline: Duration.seconds(2),
  maxRetryAfter: Duration.zero,
  retries: 0
})
