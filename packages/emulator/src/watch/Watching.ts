/** The changes of an app's own collections, as `watch` of the service `mongodb-atlas` streams them. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { App } from "../Apps.ts"
import { Collections } from "../Collections.ts"
import { Functions } from "../Functions.ts"
import { changeEvent } from "./changeEvent.ts"
import * as ChangeFilter from "./ChangeFilter.ts"
import { Changes } from "./Changes.ts"

/** The user may not see the collection: here, there is none of that name. */
export class NoMatchingRuleFound
  extends Schema.TaggedError<NoMatchingRuleFound>()("NoMatchingRuleFound", { description: Schema.String }, {
    httpApiStatus: 403
  })
{
  override get message() {
    return `${this.description}. Give the app a collection of this name.`
  }
}

const Argument = Schema.Struct({
  database: Schema.NonEmptyString,
  collection: Schema.NonEmptyString,
  /** In EJSON, as `filter`. */
  ids: Schema.optional(Schema.Array(Schema.Json)),
  filter: Schema.optional(Schema.JsonObject),
  useCompactEvents: Schema.optional(Schema.Literal(false))
})
const decodeArgument = Schema.decodeUnknownEffect(Argument)

const badRequest = (description: string) => new BadRequest({ description })

export class Watching extends Context.Service<Watching, {
  /** Not if the service was given in code, with a function of its own. */
  readonly isFor: (name: string, service: string | undefined) => boolean
  /** What begins to watch: then there is an event for each change, in canonical EJSON. */
  readonly prepare: (
    app: App,
    args: ReadonlyArray<Schema.Json>
  ) => Effect.Effect<
    Effect.Effect<Stream.Stream<Schema.Json>, never, Scope.Scope>,
    BadRequest | NoMatchingRuleFound
  >
}>()("@atlas-bearer/emulator/watch/Watching") {
  static readonly layer = Layer.effect(
    Watching,
    Effect.gen(function*() {
      const changes = yield* Changes
      const collections = yield* Collections
      const functions = yield* Functions

      return Watching.of({
        isFor: (name, service) => name === "watch" && service === "mongodb-atlas" && !functions.has(name, service),
        prepare: Effect.fn("Watching.prepare")(function*(app, [argument]) {
          const { collection, database, filter = {}, ids } = yield* Effect.mapError(
            decodeArgument(argument),
            () => badRequest("'watch' takes a database, a collection, ids and a filter")
          )
          const found = (yield* collections.schema(app)).find((one) => one.collection === collection)
          if (found === undefined) {
            return yield* new NoMatchingRuleFound({
              description: `no rule exists for namespace '${database}.${collection}'`
            })
          }
          const idFilter = ids === undefined ? {} : { "documentKey._id": { $in: ids } }
          const matches = yield* Effect.mapError(
            Effect.fromResult(ChangeFilter.make({ $and: [filter, idFilter] })),
            badRequest
          )
          const { jsonSchema } = found
          return Effect.map(changes.of(app, collection), (watched) =>
            watched.pipe(
              Stream.map((change) => changeEvent(jsonSchema, { collection, database }, change)),
              Stream.filter(matches)
            ))
        })
      })
    })
  )
}
