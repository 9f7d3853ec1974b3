/** How long a caller waits, and how often it tries. */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"

export interface SendOptions {
  /** For the whole call: all its steps, with their waits, tokens and tries, and the content of their replies. */
  readonly deadline: Duration.Duration
  /** The longest wait that a server may ask for. When it asks for more, the call fails at once and says when to come back. */
  readonly maxRetryAfter: Duration.Duration
  /** Tries after the first, for failures that are no refusal: a 429 counts as none. */
  readonly retries: number
}

/** 90 s, 60 s and 3 retries. Provide others for a client or for one call. */
export const SendOptions = Context.Reference<SendOptions>("@atlas-bearer/core/SendOptions", {
  defaultValue: () => ({ deadline: Duration.seconds(90), maxRetryAfter: Duration.seconds(60), retries: 3 })
})

/** Whose limit a request counts against: a client id, a user id. Part of the throttle's key. */
export const Credential = Context.Reference<string>("@atlas-bearer/core/SendOptions/Credential", {
  defaultValue: () => ""
})
