/** What happens to requests on their way, as a stream of typed events without secrets. */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"

/** `key` names the limit: origin, path template and whose credential. */
export type ThrottleEvent =
  /** The server refused a request: nobody sends for `wait`. */
  | { readonly _tag: "keyClosed"; readonly key: string; readonly wait: Duration.Duration }
  /** The first request after a refusal was admitted. */
  | { readonly _tag: "keyOpened"; readonly key: string }
  | { readonly _tag: "waiting"; readonly key: string }
  | { readonly _tag: "released"; readonly key: string; readonly waited: Duration.Duration }
  /** A request is sent again, after `delay`. `attempt` counts from 1. */
  | {
    readonly _tag: "retried"
    readonly key: string
    readonly attempt: number
    readonly delay: Duration.Duration
    readonly cause: string
  }
  | { readonly _tag: "gaveUp"; readonly key: string; readonly attempt: number; readonly cause: string }
  | { readonly _tag: "circuitOpened"; readonly key: string }
  | { readonly _tag: "circuitClosed"; readonly key: string }

/** Who listens. The events of a call go to the listener of its client; by default to nobody. */
export const Listener = Context.Reference<(event: ThrottleEvent) => void>("@atlas-bearer/core/ThrottleEvent/Listener", {
  defaultValue: () => () => undefined
})

const counter = Metric.counter("atlas_bearer.throttle.events", {
  description: "Events of the throttle, by their tag",
  incremental: true
})

/** Tells the listener and counts. A listener that throws is its own affair: no request pays for it. */
export const emit = (event: ThrottleEvent): Effect.Effect<void> =>
  Effect.flatMap(Listener, (listener) => Effect.sync(() => listener(event))).pipe(
    Effect.catchDefect((defect) => Effect.logWarning("A listener of throttle events threw", defect)),
    Effect.andThen(Metric.update(Metric.withAttributes(counter, { event: event._tag }), 1))
  )
