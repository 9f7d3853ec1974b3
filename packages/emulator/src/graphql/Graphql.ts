/** Executes GraphQL operations on an app's collections. */
import { type ExecuteGraphqlPayload, ExecuteGraphqlResponse } from "@atlas-bearer/core/endpoints/client/ExecuteGraphql"
import * as Cache from "effect/Cache"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { App } from "../Apps.ts"
import { Collection, Collections } from "../Collections.ts"
import { Database } from "../Database.ts"
import { Profile } from "../Profile.ts"
import { Changes } from "../watch/Changes.ts"
import * as Documents from "./Documents.ts"

type Payload = typeof ExecuteGraphqlPayload.Type
type Response = typeof ExecuteGraphqlResponse.Type

const decodeCollections = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Array(Collection)))

/** As the wire has it: `data` is there even when there is none, and nothing is of graphql-js' own classes. */
const toResponse = (result: { readonly data?: unknown; readonly errors?: unknown }) =>
  Schema.decodeUnknownEffect(Schema.fromJsonString(ExecuteGraphqlResponse))(
    JSON.stringify({ data: result.data ?? null, errors: result.errors })
  )

// graphql-js is a third of the start-up time and most processes never ask for it.
const load = Effect.cached(Effect.promise(() => Promise.all([import("./GraphqlSchema.ts"), import("./Operation.ts")])))

export class Graphql extends Context.Service<Graphql, {
  /**
   * A failed operation is a result with `errors`, as the GraphQL specification (section 7.1) has it. A mutation is one
   * transaction: with an error, nothing of it remains.
   */
  readonly execute: (app: App, payload: Payload) => Effect.Effect<Response>
}>()("@atlas-bearer/emulator/Graphql") {
  static readonly layer = Layer.effect(
    Graphql,
    Effect.gen(function*() {
      const changes = yield* Changes
      const collections = yield* Collections
      const database = yield* Database
      const modules = yield* load
      const profile = yield* Profile

      // Apps with the same collections share a schema. Its key is all that it is made of.
      const schemas = yield* Cache.make({
        capacity: 64,
        lookup: Effect.fnUntraced(function*(key: string) {
          const [{ make }] = yield* modules
          return yield* Effect.try({
            try: () => make(decodeCollections(key), profile),
            catch: (cause) => ({
              errors: [{ message: `no GraphQL schema can be made: ${cause instanceof Error ? cause.message : "?"}` }]
            })
          })
        })
      })

      const execute = Effect.fnUntraced(function*(app: App, payload: Payload) {
        const [, { prepare }] = yield* modules
        const key = JSON.stringify(yield* collections.encodedSchema(app))
        const prepared = yield* Effect.fromResult(prepare(yield* Cache.get(schemas, key), payload))
        const operation = database.transaction(Effect.gen(function*() {
          const run = Effect.runSyncWith(yield* Effect.context<never>())
          const documents = Documents.make(run, collections, app)
          const result = prepared.execute(documents)
          return prepared.isMutation && result.errors !== undefined
            ? yield* Effect.fail({ errors: result.errors })
            : { documents, result }
        }))
        // What is committed is told, also if the client has gone.
        return yield* Effect.uninterruptibleMask((restore) =>
          Effect.flatMap(
            restore(operation),
            ({ documents, result }) => Effect.as(changes.publish(app, documents.changes), result)
          )
        )
      })

      return Graphql.of({
        execute: Effect.fn("Graphql.execute")(function*(app, payload) {
          const result = yield* Effect.catch(execute(app, payload), Effect.succeed)
          return yield* Effect.orDie(toResponse(result))
        })
      })
    })
  )
}
