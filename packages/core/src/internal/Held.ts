/** An access token with its times. All numbers are milliseconds, of a clock that nobody corrects. */
import * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"

/** A token is good for at least so long when it is handed out. */
export const margin = 10_000
/** The same while it cannot be renewed. */
export const lastMargin = 1_000

export interface Held {
  readonly accessToken: Redacted.Redacted
  readonly goodUntil: number
  readonly renewAt: number
}

/**
 * Renewed from 80 % of its life on, less up to 10 % of it, so that processes do not meet. `jitter` is from 0 to 1: none for
 * those who share the token, who meet at its lease, and of whom the first would come early for all.
 */
export const hold = (
  { accessToken, life }: { readonly accessToken: Redacted.Redacted; readonly life: Duration.Duration },
  now: number,
  jitter: number
): Held => {
  const millis = Duration.toMillis(life)
  return { accessToken, goodUntil: now + millis, renewAt: now + millis * (0.8 - 0.1 * jitter) }
}
