/** How long an error asks to wait, as our errors have it: in `retryAfter`. */
import * as RetryAfter from "@atlas-bearer/core/RetryAfter"
import * as Duration from "effect/Duration"

/** The field, rounded up to whole seconds and never zero: nobody should come back at once. */
export const fieldOf = (error: unknown, fallback: Duration.Duration): string => {
  const told = typeof error === "object" && error !== null && "retryAfter" in error ? error.retryAfter : undefined
  const wait = Duration.isDuration(told) && Duration.isFinite(told) ? told : fallback
  return RetryAfter.toFields(Duration.max(wait, Duration.seconds(1)))["retry-after"] ?? "1"
}

/** The `_tag` by which our errors are told apart. */
export const tagOf = (error: unknown): string | undefined =>
  typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string"
    ? error._tag
    : undefined
