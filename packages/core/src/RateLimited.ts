/** Too many requests: the server's refusal, or a wait that the caller has no patience for. */
import * as Schema from "effect/Schema"
import * as RetryAfter from "./RetryAfter.ts"

/**
 * Try again after `retryAfter`, at `retryAt`. `attempts` counts what was sent for this call: nothing, when the server had
 * already told somebody else to wait.
 */
export class RateLimited extends Schema.TaggedError<RateLimited>()("RateLimited", {
  description: Schema.String,
  retryAfter: Schema.optional(Schema.Duration),
  retryAt: Schema.optional(Schema.DateTimeUtc),
  attempts: Schema.optional(Schema.Int)
}) {
  override get message() {
    return `Too many requests: try again ${RetryAfter.inWords(this.retryAfter)} (${this.description}).`
  }
}
