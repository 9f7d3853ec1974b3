/** Places before the gates of all lanes: taken one by one, and ended with what the gate is to learn. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { emit } from "../ClientEvent.ts"
import { type Fleet, toRateLimit } from "../Fleet.ts"
import type { RateLimit } from "../RateLimit.ts"
import type { Admission } from "../SharedThrottle.ts"
import type { Entered, Place } from "../Throttle.ts"
import type { Gate } from "./Gate.ts"
import { type Lane, millisOf } from "./Lane.ts"
import type { Lanes } from "./Lanes.ts"

/** Of a request, or of what is heard of its key. */
interface Taking {
  readonly key: string
  readonly lane: Lane
  readonly scope: string | undefined
  readonly clock: Clock.Clock
  readonly fleet: Fleet | undefined
  readonly admission?: Admission | undefined
}

/** Closes the gate, and tells of it if it was open. */
const closeBy = (how: "refuse" | "close", lane: Lane, clock: Clock.Clock, rate: RateLimit) =>
  Effect.flatMap(Random.next, (jitter) => {
    const now = millisOf(clock)
    const wasOpen = lane.gate.closedUntil() <= now
    lane.end((gate) => gate[how](rate, now, jitter))
    const wait = Duration.millis(lane.gate.closedUntil() - now)
    return wasOpen ? emit({ _tag: "keyClosed", key: lane.key, wait }) : Effect.void
  })

/** For what was heard from elsewhere: no place ends. */
export const close = (lane: Lane, clock: Clock.Clock, rate: RateLimit): Effect.Effect<void> =>
  closeBy("close", lane, clock, rate)

/** What other processes told of a lane. Without a scope it is heard again by the next request, which has one. */
export const hear = (
  lanes: Lanes,
  { clock, fleet, key, lane, scope }: Taking & { readonly fleet: Fleet }
): Effect.Effect<void> => {
  const heard = fleet.heard(key)
  if (heard === undefined || heard.id === lane.heard) return Effect.void
  const rate = toRateLimit(heard)
  const shared = scope === undefined ? lane : lanes.share(key, lane, rate.bucket, scope)
  if (scope !== undefined) lane.heard = shared.heard = heard.id
  if (rate.retryAfter !== undefined) return close(shared, clock, rate)
  if (rate.limit !== undefined) shared.end((gate) => gate.learn(rate, millisOf(clock)))
  return Effect.void
}

/** The place of a request for `key`, which the lane has let in or will have let in by then. */
export const placeIn = (
  lanes: Lanes,
  { admission, clock, fleet, key, lane, scope }: Taking
): Entered => {
  let isTaken = true
  const give = () => {
    isTaken = false
    admission?.settle()
  }
  const once = (effect: () => Effect.Effect<void>) =>
    Effect.suspend(() => {
      if (!isTaken) return Effect.void
      give()
      return effect()
    })
  /** The other keys that ask for the bucket learn it too, and so do other processes. */
  const shareWith = (rate: RateLimit) => {
    const shared = lanes.share(key, lane, rate.bucket, scope)
    return Effect.andThen(shared === lane ? Effect.void : close(shared, clock, rate), tell(rate))
  }
  const tell = (rate: RateLimit) =>
    Effect.suspend(() => {
      if (fleet === undefined) return Effect.void
      const now = millisOf(clock)
      const names = lane.bucket === undefined ? [key] : [key, lane.bucket]
      const left = lane.gate.closedUntil() - now
      // What the jitter adds is for each process to add.
      return fleet.tell(names, left > 0 ? lane.gate.wait(now) || left : 0, rate)
    })
  const place: Place = {
    admit: (rate) =>
      once(() => {
        const isProbe = lane.gate.isReopening()
        lane.end((gate) => gate.admit(rate, millisOf(clock)))
        return isProbe && !lane.gate.isReopening() ? emit({ _tag: "keyOpened", key: lane.key }) : Effect.void
      }),
    refuse: (rate) => once(() => Effect.andThen(closeBy("refuse", lane, clock, rate), shareWith(rate))),
    learn: (rate) =>
      Effect.suspend(() => {
        lane.end((gate) => gate.learn(rate, millisOf(clock)))
        const tellsMore = rate.limit !== undefined || rate.retryAfter !== undefined
        return tellsMore ? shareWith(rate) : Effect.void
      })
  }
  const end = (how: (gate: Gate, now: number) => void) => {
    const now = millisOf(clock)
    if (isTaken) {
      give()
      lane.end((gate) => how(gate, now))
    }
    lanes.forget(lane, now)
  }
  return {
    place,
    leave: () => end((gate, now) => gate.release(now)),
    admit: (rate) => {
      if (!isTaken || lane.gate.isReopening()) return false
      end((gate, now) => gate.admit(rate, now))
      return true
    }
  }
}

/** Ends the place with what is done in it, at the latest. */
export const hold = <A, E, R>(
  { leave, place }: Entered,
  send: (place: Place) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => Effect.ensuring(Effect.suspend(() => send(place)), Effect.sync(leave))
