/** Lets requests through one gate for each thing that the server limits, in the order in which they came. */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import { emit } from "./ClientEvent.ts"
import * as Lane from "./internal/Lane.ts"
import * as Lanes from "./internal/Lanes.ts"
import type { RateLimit } from "./RateLimit.ts"
import type { RateLimited } from "./RateLimited.ts"

/** What a caller puts up with, and whose limit it is. */
export interface Options extends Lane.Patience {
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
  /** What another process was told: nobody sends before the wait is over. */
  readonly learn: (key: string, rate: RateLimit) => Effect.Effect<void>
  readonly inspect: Effect.Effect<ReadonlyArray<KeyState>>
}>()("@atlas-bearer/core/Throttle") {
  /** One for a process: what one client learns keeps the others from asking. */
  static readonly layer = Layer.sync(Throttle, () => {
    const lanes = Lanes.make()

    const refuse = (lane: Lane.Lane, clock: Clock.Clock, how: "refuse" | "close", rate: RateLimit) =>
      Effect.flatMap(Random.next, (jitter) => {
        const now = Lane.millisOf(clock)
        const wasOpen = lane.gate.closedUntil() <= now
        lane.end((gate) => gate[how](rate, now, jitter))
        const wait = Duration.millis(lane.gate.closedUntil() - now)
        return wasOpen ? emit({ _tag: "keyClosed", key: lane.key, wait }) : Effect.void
      })

    const placeIn = (key: string, lane: Lane.Lane, options: Options, clock: Clock.Clock) => {
      let isTaken = true
      const once = (effect: () => Effect.Effect<void>) =>
        Effect.suspend(() => {
          if (!isTaken) return Effect.void
          isTaken = false
          return effect()
        })
      /** The other keys that ask for the bucket learn it too. */
      const shareWith = (rate: RateLimit) => {
        const shared = lanes.share(key, lane, rate.bucket, options.scope)
        return shared === lane ? Effect.void : refuse(shared, clock, "close", rate)
      }
      const place: Place = {
        admit: (rate) =>
          once(() => {
            const isProbe = lane.gate.isReopening()
            lane.end((gate) => gate.admit(rate, Lane.millisOf(clock)))
            return isProbe && !lane.gate.isReopening() ? emit({ _tag: "keyOpened", key: lane.key }) : Effect.void
          }),
        refuse: (rate) => once(() => Effect.andThen(refuse(lane, clock, "refuse", rate), shareWith(rate))),
        learn: (rate) =>
          Effect.suspend(() => {
            lane.end((gate) => gate.learn(rate, Lane.millisOf(clock)))
            return shareWith(rate)
          })
      }
      const forget = Effect.sync(() => lanes.forget(lane, Lane.millisOf(clock)))
      const leave = Effect.sync(() => {
        const now = Lane.millisOf(clock)
        if (isTaken) lane.end((gate) => gate.release(now))
        isTaken = false
        lanes.forget(lane, now)
      })
      return { place, leave, forget }
    }

    return Throttle.of({
      pass: (key, options, send) =>
        Effect.uninterruptibleMask((restore) =>
          Clock.clockWith((clock) => {
            const now = Lane.millisOf(clock)
            const lane = lanes.of(key, now)
            const { forget, leave, place } = placeIn(key, lane, options, clock)
            const sent = Effect.ensuring(Effect.suspend(() => restore(send(place))), leave)
            if (lane.enter(now)) return sent
            const released = Effect.suspend(() =>
              emit({ _tag: "released", key, waited: Duration.millis(Lane.millisOf(clock) - now) })
            )
            return emit({ _tag: "waiting", key }).pipe(
              Effect.andThen(lane.wait(options, clock, restore)),
              Effect.andThen(Effect.andThen(released, sent)),
              Effect.ensuring(forget)
            )
          })
        ),
      learn: (key, rate) =>
        Clock.clockWith((clock) => refuse(lanes.of(key, Lane.millisOf(clock)), clock, "close", rate)),
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
