/** The clocks of a running emulator, for code that waits by Promises. */
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { MovableClock } from "./MovableClock.ts"

/**
 * Moves the time that tokens, limits and the `Date` field follow. Nothing else on this machine notices, but clients that are
 * given it as their `clock`. Another process follows it with `EmulatorClock.follow`.
 */
export interface Clock extends PromiseClock {
  /** Rejects, as `set` and `skew` do, with an `InvalidOption` when it would be no time from 1970 to 9999. */
  readonly advance: (by: Duration.Input) => Promise<void>
  /** Milliseconds since 1970. */
  readonly set: (now: number) => Promise<void>
  readonly freeze: () => Promise<void>
  readonly resume: () => Promise<void>
  /** Puts the server so many milliseconds ahead of this clock, or behind it: as it is for a client whose clock is wrong. */
  readonly skew: (milliseconds: number) => Promise<void>
  /** Back to the real time; the clock of an app, to that of the emulator. */
  readonly reset: () => Promise<void>
}

/** A clock as whoever starts the emulator moves it. */
export const make = (
  run: <A, E>(effect: Effect.Effect<A, E>, options?: { readonly signal?: AbortSignal | undefined }) => Promise<A>,
  clock: MovableClock
): Clock => ({
  now: () => clock.stateUnsafe().now,
  sleep: (milliseconds, signal) => run(clock.sleep(milliseconds), { signal }),
  advance: (by) => run(clock.advance(by)),
  set: (now) => run(clock.set(now)),
  freeze: () => run(clock.freeze),
  resume: () => run(clock.resume),
  skew: (milliseconds) => run(clock.skew(milliseconds)),
  reset: () => run(clock.reset)
})
