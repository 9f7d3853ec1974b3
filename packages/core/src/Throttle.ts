/** Lets requests through one gate for each thing that the server limits, in the order in which they came. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Fleet } from "./Fleet.ts"
import * as Lane from "./internal/Lane.ts"
import * as Lanes from "./internal/Lanes.ts"
import { asksOthers, pass } from "./internal/pass.ts"
import { close, hear, hold, placeIn } from "./internal/Places.ts"
import type { Patience } from "./internal/Waiting.ts"
import type { RateLimit } from "./RateLimit.ts"
import type { RateLimited } from "./RateLimited.ts"

/** What a caller puts up with, and whose limit it is. */
export interface Options extends Patience {
  /** Within this, origin and credential say, a bucket that the server names is one for all keys. By default the key. */
  readonly scope?: string | undefined
}

/** A request's leave to be sent. It ends with the first of these, or when the request ends. */
export interface Place {
  /** The reply's header is here and refuses nothing. */
  readonly admit: (rate: RateLimit) => Effect.Effect<void>
  /** The server refused the request, or asks everybody to wait. */
  readonly refuse: (rate: RateLimit) => Effect.Effect<void>
  /** What the body of a refusal adds. */
  readonly learn: (rate: RateLimit) => Effect.Effect<void>
}

/** A place that was taken at once, outside of any fiber. */
export interface Entered {
  readonly place: Place
  /** As `place.admit`; false, and nothing happens, when somebody is to be told of it: then that is the way. */
  readonly admit: (rate: RateLimit) => boolean
  /** Ends the place, if it has not ended. */
  readonly leave: () => void
}

/** A gate as it is now. */
export interface KeyState {
  readonly key: string
  readonly state: "open" | "closed"
  /** Until the next request may go; nothing when that depends on a reply. */
  readonly nextRelease: Duration.Duration | undefined
  readonly limit: RateLimit["limit"]
  readonly inFlight: number
  readonly waiters: number
}

export class Throttle extends Context.Service<Throttle, {
  /** Waits until a request for `key` may go. Fails at once when the wait would be too long. */
  readonly pass: <A, E, R>(
    key: string,
    options: Options,
    send: (place: Place) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E | RateLimited, R>
  /** A place as `pass` takes it, when that is at once and nobody is to be told of it. */
  readonly enter: (
    key: string,
    scope: string | undefined,
    clock: Clock.Clock,
    fleet: Fleet | undefined
  ) => Entered | undefined
  /** Goes on with such a place as `pass` does. */
  readonly hold: <A, E, R>(entered: Entered, send: (place: Place) => Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** What another process was told: nobody sends before the wait is over. */
  readonly learn: (key: string, rate: RateLimit) => Effect.Effect<void>
  /** The other processes told something new. */
  readonly hear: (fleet: Fleet) => Effect.Effect<void>
  readonly inspect: Effect.Effect<ReadonlyArray<KeyState>>
}>()("@atlas-bearer/core/Throttle") {
  /** One for a process: what one client learns keeps the others from asking. */
  static readonly layer = Layer.sync(Throttle, () => {
    const lanes = Lanes.make()

    return Throttle.of({
      pass: (key, options, send) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(Fleet, (fleet) =>
            Clock.clockWith((clock) => {
              const request = { key, options, clock, fleet, restore }
              const ready = fleet?.ready()
              return ready === undefined
                ? pass(lanes, request, send)
                : Effect.andThen(restore(ready), Effect.suspend(() => pass(lanes, request, send)))
            }))
        ),
      enter: (key, scope, clock, fleet) => {
        const now = Lane.millisOf(clock)
        const lane = lanes.of(key, now)
        const heard = fleet?.heard(key)
        if (heard !== undefined && heard.id !== lane.heard) return undefined
        if (lane.gate.isReopening() || asksOthers(fleet, lane) || !lane.enter(now)) return undefined
        return placeIn(lanes, { key, lane, scope, clock, fleet })
      },
      hold,
      learn: (key, rate) => Clock.clockWith((clock) => close(lanes.of(key, Lane.millisOf(clock)), clock, rate)),
      hear: (fleet) =>
        Clock.clockWith((clock) =>
          Effect.forEach(
            lanes.named(),
            ([key, lane]) => hear(lanes, { key, lane, scope: undefined, clock, fleet }),
            { discard: true }
          )
        ),
      inspect: Clock.clockWith((clock) =>
        Effect.sync(() => {
          const now = Lane.millisOf(clock)
          return lanes.all().map(({ gate, key, waiters }) => {
            const next = gate.next(now)
            return {
              key,
              state: gate.closedUntil() > now ? "closed" as const : "open" as const,
              nextRelease: next === Infinity ? undefined : Duration.millis(Math.max(0, next - now)),
              waiters: waiters(),
              ...gate.inspect()
            }
          })
        })
      )
    })
  })
}
