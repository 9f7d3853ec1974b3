/** The time that tokens, limits and replies follow: the real one, moved or stopped at will. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"

/** A frozen clock stands at `at`; a running one is `ahead` of Effect's clock. Both are in milliseconds. */
type State = { readonly frozen: true; readonly at: number } | { readonly frozen: false; readonly ahead: number }

const read = (state: State, real: number) => state.frozen ? state.at : real + state.ahead
const frozenAt = (at: number): State => ({ frozen: true, at })
const runningFrom = (now: number, real: number): State => ({ frozen: false, ahead: now - real })

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
  readonly state: Effect.Effect<{ readonly now: number; readonly frozen: boolean }>
}>()("@atlas-bearer/emulator/VirtualClock") {
  static readonly layer = Layer.effect(
    VirtualClock,
    Effect.gen(function*() {
      const ref = yield* Ref.make<State>({ frozen: false, ahead: 0 })

      const update = (f: (state: State, real: number) => State) =>
        Effect.flatMap(Clock.currentTimeMillis, (real) => Ref.update(ref, (state) => f(state, real)))

      const moveTo = (now: number, state: State, real: number) => state.frozen ? frozenAt(now) : runningFrom(now, real)

      const state = Effect.map(Effect.all([Ref.get(ref), Clock.currentTimeMillis]), ([state, real]) => ({
        now: read(state, real),
        frozen: state.frozen
      }))

      return VirtualClock.of({
        now: Effect.map(state, ({ now }) => now),
        advance: (by) => update((state, real) => moveTo(read(state, real) + Duration.toMillis(by), state, real)),
        set: (millis) => update((state, real) => moveTo(millis, state, real)),
        freeze: update((state, real) => frozenAt(read(state, real))),
        resume: update((state, real) => runningFrom(read(state, real), real)),
        state
      })
    })
  )
}
