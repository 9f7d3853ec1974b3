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

/** Milliseconds. A clock that goes back further was set; one that goes back less is corrected, and time stands still meanwhile. */
const correction = 1000

/** Its monotonic time goes on from where it was when the clock is set back. */
export const toClock = (clock: PromiseClock): Clock.Clock => {
  let latest = -Infinity
  let behind = 0
  const millis = () => clock.now()
  const nanos = () => BigInt(Math.round(clock.now() * 1e6))
  const monotonic = () => {
    const now = clock.now() + behind
    if (now < latest - correction) behind += latest - now
    latest = Math.max(latest, now)
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
