/** The clocks of a running emulator, for code that waits by Promises. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Instant, Skew } from "./Instant.ts"
import type { MovableClock } from "./MovableClock.ts"

/**
 * Moves the time that tokens, limits and the `Date` field follow. Nothing else on this machine notices, but clients that are
 * given it as their `clock`. Another process follows it with `EmulatorClock.follow`. What is no time rejects with an
 * `InvalidOption`; the clock goes from 1970 to the end of 9998, and no further.
 */
export interface Clock extends PromiseClock {
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

const wrong = (option: string, reason: string) => Effect.fail(new InvalidOption({ option, reason }))

const millisOf = (option: string, schema: Schema.Codec<number>, reason: string) => (value: number) =>
  Schema.is(schema)(value) ? Effect.succeed(value) : wrong(option, reason)

const toInstant = millisOf("now", Instant, "must be milliseconds from 1970 to the end of 9998")
const toSkew = millisOf("milliseconds", Skew, "must be a number of them")

const toDuration = (value: Duration.Input) => {
  const found = Number.isNaN(value) ? Option.none() : Option.filter(Duration.fromInput(value), Duration.isFinite)
  return Option.match(found, {
    onNone: () => wrong("by", "must be milliseconds or a text such as \"29 minutes\""),
    onSome: Effect.succeed
  })
}

/** A clock as whoever starts the emulator moves it. */
export const make = (
  run: <A, E>(effect: Effect.Effect<A, E>, options?: { readonly signal?: AbortSignal | undefined }) => Promise<A>,
  clock: MovableClock
): Clock => ({
  now: () => clock.stateUnsafe().now,
  sleep: (milliseconds, signal) => run(clock.sleep(milliseconds), { signal }),
  advance: (by) => run(Effect.flatMap(toDuration(by), clock.advance)),
  set: (now) => run(Effect.flatMap(toInstant(now), clock.set)),
  freeze: () => run(clock.freeze),
  resume: () => run(clock.resume),
  skew: (milliseconds) => run(Effect.flatMap(toSkew(milliseconds), clock.skew)),
  reset: () => run(clock.reset)
})
