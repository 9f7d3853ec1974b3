/** The time that tokens, limits and replies follow: the real one, moved or stopped at will, for all apps or for one. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as MovableClock from "./MovableClock.ts"

/** The clocks that were moved, to come back to. */
export interface Saved {
  readonly all: MovableClock.State
  readonly now: number
  readonly apps: ReadonlyMap<string, MovableClock.State>
}

export class VirtualClock extends Context.Service<
  VirtualClock,
  MovableClock.MovableClock & {
    /** The clock of one app: it runs along with that of the emulator until it is moved itself. */
    readonly ofApp: (app: { readonly domainId: string }) => MovableClock.MovableClock
    /** The time in an app, in milliseconds since 1970, as the server has it. */
    readonly nowIn: (domainId: string) => Effect.Effect<number>
    /** Whether an app may have another time than the emulator. */
    readonly appsDiffer: () => boolean
    /** For an app that is gone. */
    readonly forget: (domainId: string) => Effect.Effect<void>
    readonly save: Effect.Effect<Saved>
    readonly load: (saved: Saved) => Effect.Effect<void>
  }
>()("@atlas-bearer/emulator/VirtualClock") {
  static readonly layer = Layer.effect(
    VirtualClock,
    Effect.gen(function*() {
      const clock = yield* Clock.Clock
      const all = MovableClock.makeUnsafe({
        read: () => ({ now: clock.currentTimeMillisUnsafe(), skew: 0, frozen: false, version: 0 }),
        changed: () => Effect.never
      })
      const apps = new Map<string, MovableClock.MovableClock>()
      const source = { read: all.stateUnsafe, changed: all.changed }
      const ofApp = ({ domainId }: { readonly domainId: string }) => {
        const clock = apps.get(domainId) ?? MovableClock.makeUnsafe(source)
        apps.set(domainId, clock)
        return clock
      }
      // Each follower is woken, for its clock does not go on.
      const resetApps = Effect.suspend(() => Effect.forEach(apps.values(), ({ reset }) => reset, { discard: true }))

      return VirtualClock.of({
        ...all,
        reset: Effect.andThen(all.reset, resetApps),
        ofApp,
        nowIn: (domainId) => apps.get(domainId)?.now ?? all.now,
        appsDiffer: () => apps.size > 0,
        forget: (domainId) => Effect.sync(() => void apps.delete(domainId)),
        save: Effect.gen(function*() {
          const states = yield* Effect.forEach(
            apps,
            ([id, { saved }]) => Effect.map(saved, (state) => [id, state] as const)
          )
          return { all: yield* all.saved, now: all.stateUnsafe().now, apps: new Map(states) }
        }),
        load: Effect.fnUntraced(function*(saved) {
          yield* all.restore(saved.all)
          // It was the time before.
          yield* Effect.orDie(all.set(saved.now))
          yield* resetApps
          yield* Effect.forEach(saved.apps, ([domainId, state]) => ofApp({ domainId }).restore(state), {
            discard: true
          })
        })
      })
    })
  )
}
