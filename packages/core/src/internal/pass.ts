/** One request's way through the gate of its key, and past the other processes of its fleet. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { emit } from "../ClientEvent.ts"
import type { Fleet } from "../Fleet.ts"
import type { RateLimited } from "../RateLimited.ts"
import type { Admission } from "../SharedThrottle.ts"
import type { Options, Place } from "../Throttle.ts"
import { type Lane, millisOf } from "./Lane.ts"
import type { Lanes } from "./Lanes.ts"
import { hear, hold, placeIn } from "./Places.ts"
import type { Restore } from "./Waiting.ts"

interface Passing {
  readonly key: string
  readonly options: Options
  readonly clock: Clock.Clock
  readonly fleet: Fleet | undefined
  readonly restore: Restore
}

/** A limit that is known is shared: the others have a part in it. */
export const asksOthers = (fleet: Fleet | undefined, lane: Lane): fleet is Fleet =>
  fleet !== undefined && lane.gate.inspect().limit !== undefined

const passLane = <A, E, R>(
  lanes: Lanes,
  lane: Lane,
  { clock, fleet, key, options, restore }: Passing,
  send: (place: Place) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | RateLimited, R> => {
  const now = millisOf(clock)
  const sent = (admission?: Admission) =>
    hold(
      placeIn(lanes, { key, lane, scope: options.scope, clock, fleet, admission }),
      (place) => restore(send(place))
    )
  if (!asksOthers(fleet, lane) && lane.enter(now)) return sent()
  let hasPaused = false
  const onPause = Effect.suspend(() => {
    hasPaused = true
    return emit({ _tag: "waiting", key })
  })
  const released = Effect.suspend(() =>
    hasPaused ? emit({ _tag: "released", key, waited: Duration.millis(millisOf(clock) - now) }) : Effect.void
  )
  const ask = fleet &&
    ((limit: Parameters<Fleet["admit"]>[1], keep: (admission: Admission) => void) =>
      fleet.admit(lane.bucket ?? lane.key, limit, keep))
  return lane.wait({ patience: options, clock, restore, onPause, ask }).pipe(
    Effect.flatMap((admission) => Effect.andThen(released, sent(admission))),
    Effect.ensuring(Effect.sync(() => lanes.forget(lane, millisOf(clock))))
  )
}

/** Uninterruptible but for the waits and the request itself. */
export const pass = <A, E, R>(
  lanes: Lanes,
  passing: Passing,
  send: (place: Place) => Effect.Effect<A, E, R>
): Effect.Effect<A, E | RateLimited, R> => {
  const { clock, fleet, key, options: { scope = key } } = passing
  const lane = lanes.of(key, millisOf(clock))
  return fleet === undefined
    ? passLane(lanes, lane, passing, send)
    : Effect.flatMap(hear(lanes, { key, lane, scope, clock, fleet }), () =>
      // It may be another's by now, whose bucket the key is of.
      passLane(lanes, lanes.of(key, millisOf(clock)), passing, send))
}
