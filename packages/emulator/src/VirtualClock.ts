/** The time that tokens, limits and replies follow: the real one, moved or stopped at will. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"

/** A frozen clock stands at `at`; a running one is `ahead` of Effect's clock. Both are in milliseconds. */
type State = { readonly frozen: true; readonly at: number } | { readonly frozen: false; readonly ahead: number }

const read = (state: State, real: number) => state.frozen ? state.at : real + state.ahead
const frozenAt = (at: number): State => ({ frozen: true, at })
const runningFrom = (now: number, real: number): State => ({ frozen: false, ahead: now - real })

/** `now` is in milliseconds since 1970. `version` counts how often somebody changed the clock. */
export interface Reading {
  readonly now: number
  readonly frozen: boolean
  readonly version: number
}

// A timer of Node fires at once beyond 2^31 - 1 ms.
const longestSleep = 2 ** 31 - 1

export class VirtualClock extends Context.Service<VirtualClock, {
  /** Milliseconds since 1970. */
  readonly now: Effect.Effect<number>
  readonly advance: (by: Duration.Input) => Effect.Effect<void>
  /** Moves the clock to `millis` since 1970, forwards or backwards. */
  readonly set: (millis: number) => Effect.Effect<void>
  /** Stops the clock; it can still be moved. */
  readonly freeze: Effect.Effect<void>
  /** Lets the clock run on from where it stands. */
  readonly resume: Effect.Effect<void>
  /** Follows the real time again. */
  readonly reset: Effect.Effect<void>
  readonly state: Effect.Effect<Reading>
  /** The same at once, for those who cannot wait. */
  readonly stateUnsafe: () => Reading
  /** Waits until the clock was moved, stopped or resumed after the reading of that version. */
  readonly changed: (version: number) => Effect.Effect<void>
  /** Waits until so much time has passed on this clock, which may be at once. */
  readonly sleep: (duration: Duration.Input) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/VirtualClock") {
  static readonly layer = Layer.effect(
    VirtualClock,
    Effect.gen(function*() {
      const clock = yield* Clock.Clock
      let state: State = { frozen: false, ahead: 0 }
      let version = 0
      let change = Latch.makeUnsafe(false)

      const update = (f: (state: State, real: number) => State) =>
        Effect.sync(() => {
          state = f(state, clock.currentTimeMillisUnsafe())
          version++
          change.openUnsafe()
          change = Latch.makeUnsafe(false)
        })

      const moveTo = (now: number, state: State, real: number) => state.frozen ? frozenAt(now) : runningFrom(now, real)

      const stateUnsafe = (): Reading => ({
        now: read(state, clock.currentTimeMillisUnsafe()),
        frozen: state.frozen,
        version
      })

      const changed = (seen: number) => Effect.suspend(() => version === seen ? change.await : Effect.void)

      const sleep = Effect.fnUntraced(function*(duration: Duration.Input) {
        const until = stateUnsafe().now + Duration.toMillis(duration)
        while (true) {
          const { frozen, now, version } = stateUnsafe()
          if (now >= until) return
          const passing = frozen ? Effect.never : Effect.sleep(Math.min(until - now, longestSleep))
          yield* Effect.raceFirst(changed(version), passing)
        }
      })

      return VirtualClock.of({
        now: Effect.sync(() => stateUnsafe().now),
        advance: (by) => update((state, real) => moveTo(read(state, real) + Duration.toMillis(by), state, real)),
        set: (millis) => update((state, real) => moveTo(millis, state, real)),
        freeze: update((state, real) => frozenAt(read(state, real))),
        resume: update((state, real) => runningFrom(read(state, real), real)),
        reset: update(() => ({ frozen: false, ahead: 0 })),
        state: Effect.sync(stateUnsafe),
        stateUnsafe,
        changed,
        sleep
      })
    })
  )
}
