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
 * When it is renewed, in parts of its life. `jitter` is from 0 to 1. Who is alone comes up to 10 % earlier, so that processes do
 * not meet. Of those who share a token the first would come early for all: they come a little later, and find the first's.
 */
export const moments = {
  alone: (jitter: number) => 0.8 - 0.1 * jitter,
  shared: (jitter: number) => 0.8 + 0.02 * jitter
}

/** `moment` is the part of its life after which it is renewed. */
export const hold = (
  { accessToken, life }: { readonly accessToken: Redacted.Redacted; readonly life: Duration.Duration },
  now: number,
  moment: number
): Held => {
  const millis = Duration.toMillis(life)
  return { accessToken, goodUntil: now + millis, renewAt: now + millis * moment }
}
