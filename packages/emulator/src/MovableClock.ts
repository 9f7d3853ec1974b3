/** A clock that runs along with another one until it is moved or stopped. However that runs, it shows an `Instant`. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Option from "effect/Option"
import { type ClockReading, serverTime } from "./ClockReading.ts"
import { isInstant, nearest } from "./Instant.ts"

/** What a clock runs along with. */
export interface Source {
  readonly read: () => ClockReading
  /** Waits until the source was changed after the reading of that version. */
  readonly changed: (version: number) => Effect.Effect<void>
}

/** A frozen clock stands at `at`; a running one is `ahead` of its source. Both are in milliseconds. */
type Position = { readonly frozen: true; readonly at: number } | { readonly frozen: false; readonly ahead: number }

/** What was done to a clock, to do it again. */
export interface State {
  readonly position: Position
  readonly skew: number
}

const unmoved: State = { position: { frozen: false, ahead: 0 }, skew: 0 }

/** A number is in milliseconds, and NaN is no duration: for Effect it is 0. */
const millisOf = (by: Duration.Input): number =>
  typeof by === "number"
    ? by
    : Option.match(Duration.fromInput(by), { onNone: () => Number.NaN, onSome: Duration.toMillis })

// A timer of Node fires at once beyond 2^31 - 1 ms.
const longestSleep = 2 ** 31 - 1

export interface MovableClock {
  /** Milliseconds since 1970 as the server has them: with the skew. */
  readonly now: Effect.Effect<number>
  readonly advance: (by: Duration.Input) => Effect.Effect<void, InvalidOption>
  /** Moves the clock to `millis` since 1970, forwards or backwards. */
  readonly set: (millis: number) => Effect.Effect<void, InvalidOption>
  /** Puts the server so many milliseconds ahead of the clock that clients are given, or behind it. */
  readonly skew: (millis: number) => Effect.Effect<void, InvalidOption>
  /** Stops the clock; it can still be moved. */
  readonly freeze: Effect.Effect<void>
  /** Lets the clock run on from where it stands. */
  readonly resume: Effect.Effect<void>
  /** Runs along with its source again, without a skew. */
  readonly reset: Effect.Effect<void>
  readonly state: Effect.Effect<ClockReading>
  /** The same at once, for those who cannot wait. */
  readonly stateUnsafe: () => ClockReading
  /** Waits until the clock was moved, stopped or resumed after the reading of that version. */
  readonly changed: (version: number) => Effect.Effect<void>
  /** Waits until so much time has passed on this clock, which may be at once. */
  readonly sleep: (duration: Duration.Input) => Effect.Effect<void>
  readonly saved: Effect.Effect<State>
  readonly restore: (state: State) => Effect.Effect<void>
}

/** Reads the time from `source`, until it is moved. */
export const makeUnsafe = (source: Source): MovableClock => {
  let state = unmoved
  let version = 0
  let change = Latch.makeUnsafe(false)

  const at = ({ position }: State, of: ClockReading) => position.frozen ? position.at : of.now + position.ahead
  const read = (state: State, of: ClockReading) => nearest(at(state, of))

  const update = (f: (state: State, source: ClockReading) => State) =>
    Effect.sync(() => {
      state = f(state, source.read())
      version++
      change.openUnsafe()
      change = Latch.makeUnsafe(false)
    })

  /** Fails, and leaves the clock as it is, when it would be moved to what is no time. */
  const updateTo = (option: string, what: string, f: (state: State, source: ClockReading) => State) =>
    Effect.suspend(() => {
      const of = source.read()
      const next = f(state, of)
      const now = at(next, of)
      return isInstant(now) && isInstant(now + of.skew + next.skew)
        ? update(() => next)
        : Effect.fail(new InvalidOption({ option, reason: `must be ${what}, to a time from 1970 to 9999` }))
    })

  const runningFrom = (now: number, of: ClockReading): Position => ({ frozen: false, ahead: now - of.now })
  const moved = (now: number, { position, skew }: State, of: ClockReading): State => ({
    position: position.frozen ? { frozen: true, at: now } : runningFrom(now, of),
    skew
  })

  const stateUnsafe = (): ClockReading => {
    const of = source.read()
    return {
      now: read(state, of),
      skew: of.skew + state.skew,
      frozen: of.frozen || state.position.frozen,
      version: of.version + version
    }
  }

  const changed = (seen: number) =>
    Effect.suspend(() =>
      stateUnsafe().version === seen
        ? Effect.raceFirst(change.await, source.changed(source.read().version))
        : Effect.void
    )

  const sleep = Effect.fnUntraced(function*(duration: Duration.Input) {
    const until = stateUnsafe().now + Duration.toMillis(duration)
    while (true) {
      const { frozen, now, version } = stateUnsafe()
      if (now >= until) return
      const passing = frozen ? Effect.never : Effect.sleep(Math.min(until - now, longestSleep))
      yield* Effect.raceFirst(changed(version), passing)
    }
  })

  return {
    now: Effect.sync(() => serverTime(stateUnsafe())),
    advance: (by) =>
      updateTo(
        "advance",
        "a duration such as \"31 minutes\"",
        (state, of) => moved(read(state, of) + millisOf(by), state, of)
      ),
    set: (millis) => updateTo("set", "milliseconds since 1970", (state, of) => moved(millis, state, of)),
    skew: (millis) => updateTo("skew", "a number of milliseconds", ({ position }) => ({ position, skew: millis })),
    freeze: update((state, of) => ({ ...state, position: { frozen: true, at: read(state, of) } })),
    resume: update((state, of) => ({ ...state, position: runningFrom(read(state, of), of) })),
    reset: update(() => unmoved),
    state: Effect.sync(stateUnsafe),
    stateUnsafe,
    changed,
    sleep,
    saved: Effect.sync(() => state),
    restore: (saved) => update(() => saved)
  }
}
