/** What was written to the collections of the apps, told to those who watch. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as PubSub from "effect/PubSub"
import type * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { App } from "../Apps.ts"
import { VirtualClock } from "../VirtualClock.ts"

type JsonObject = typeof Schema.JsonObject.Type

/** One document of a collection as it was, and as it is: one of them is missing when it was inserted or deleted. */
export interface Change {
  readonly type: "insert" | "update" | "replace" | "delete"
  readonly collection: string
  readonly before?: JsonObject
  readonly after?: JsonObject
}

/** When, in milliseconds since 1970 by the app's clock, and as which of all. */
export interface Committed extends Change {
  readonly appId: string
  readonly at: number
  readonly count: number
}

/** Whoever reads more slowly than that misses the oldest. */
const kept = 10_000

export class Changes extends Context.Service<Changes, {
  /** After the transaction, in the order of the writes. */
  readonly publish: (app: App, changes: ReadonlyArray<Change>) => Effect.Effect<void>
  /** Those from now on, not only from when the stream is read. */
  readonly of: (app: App, collection: string) => Effect.Effect<Stream.Stream<Committed>, never, Scope.Scope>
}>()("@atlas-bearer/emulator/watch/Changes") {
  static readonly layer = Layer.effect(
    Changes,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const published = yield* PubSub.sliding<Committed>(kept)
      let count = 0
      return Changes.of({
        publish: (app, changes) =>
          Effect.flatMap(
            clock.nowIn(app.domainId),
            (at) =>
              PubSub.publishAll(published, changes.map((change) => ({ ...change, appId: app.id, at, count: ++count })))
          ),
        of: (app, collection) =>
          Effect.map(PubSub.subscribe(published), (subscription) =>
            Stream.filter(
              Stream.fromSubscription(subscription),
              (change) => change.appId === app.id && change.collection === collection
            ))
      })
    })
  )
}
