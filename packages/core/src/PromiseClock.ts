/** A clock of one's own, without Effect: that of an emulator, or of a test. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** Tells the time to everything that waits or expires. */
export interface PromiseClock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Rejects when `signal` aborts, so that nobody waits for it any more. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/** Its monotonic time stands still while the clock is set back. */
export const toClock = (clock: PromiseClock): Clock.Clock => {
  let latest = -Infinity
  const millis = () => clock.now()
  const nanos = () => BigInt(Math.round(clock.now() * 1e6))
  const monotonic = () => {
    latest = Math.max(latest, clock.now())
    return BigInt(Math.round(latest * 1e6))
  }
  return {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: monotonic,
    monotonicTimeNanos: Effect.sync(monotonic),
    sleep: (duration) => Effect.promise((signal) => clock.sleep(Duration.toMillis(duration), signal))
  }
}
