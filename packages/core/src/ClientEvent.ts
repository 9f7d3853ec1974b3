/** What a client tells of its requests and tokens, and who listens. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type { SharingEvent } from "./SharingError.ts"
import type { ThrottleEvent } from "./ThrottleEvent.ts"
import type { TokenEvent } from "./TokenEvent.ts"

export type ClientEvent = ThrottleEvent | TokenEvent | SharingEvent

/** Who listens. The events of a call go to the listener of its client; by default to nobody. */
export const Listener = Context.Reference<(event: ClientEvent) => void>("@atlas-bearer/core/ClientEvent/Listener", {
  defaultValue: () => () => undefined
})

const counter = Metric.counter("atlas_bearer.events", {
  description: "What happened to requests and tokens, by tag",
  incremental: true
})

/** Tells the listener and counts. A listener that throws is its own affair: no request pays for it. */
export const emit = (event: ClientEvent): Effect.Effect<void> =>
  Effect.flatMap(Listener, (listener) => Effect.sync(() => listener(event))).pipe(
    Effect.catchDefect((defect) => Effect.logWarning("A listener of events threw", defect)),
    Effect.andThen(Metric.update(Metric.withAttributes(counter, { event: event._tag }), 1))
  )
