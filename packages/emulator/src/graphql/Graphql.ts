/** Executes GraphQL operations on an app's collections. */
import { type ExecuteGraphqlPayload, ExecuteGraphqlResponse } from "@atlas-bearer/core/endpoints/client/ExecuteGraphql"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { App } from "../Apps.ts"
import { Collections } from "../Collections.ts"

type Payload = typeof ExecuteGraphqlPayload.Type
type Response = typeof ExecuteGraphqlResponse.Type

/** As the wire has it: plain JSON, without graphql-js' own classes. */
const toResponse = (result: unknown) =>
  Schema.decodeUnknownEffect(Schema.fromJsonString(ExecuteGraphqlResponse))(JSON.stringify(result))

// graphql-js is a third of the start-up time and most processes never ask for it.
const load = Effect.cached(Effect.promise(() => Promise.all([import("graphql"), import("./schemaOf.ts")])))

export class Graphql extends Context.Service<Graphql, {
  /** A failed operation is a result with `errors`, as the GraphQL specification (section 7.1) has it. */
  readonly execute: (app: App, payload: Payload) => Effect.Effect<Response>
}>()("@atlas-bearer/emulator/Graphql") {
  static readonly layer = Layer.effect(
    Graphql,
    Effect.gen(function*() {
      const collections = yield* Collections
      const modules = yield* load
      return Graphql.of({
        execute: Effect.fn("Graphql.execute")(function*(app, payload) {
          const [{ graphql }, { schemaOf }] = yield* modules
          const run = Effect.runPromiseWith(yield* Effect.context<never>())
          const readable = (yield* collections.schema(app)).map((collection) => ({
            ...collection,
            documents: () => run(collections.documents(app, collection.collection))
          }))
          const result = yield* Effect.promise(() =>
            graphql({
              schema: schemaOf(readable),
              source: payload.query,
              variableValues: payload.variables ?? null,
              operationName: payload.operationName ?? null
            })
          )
          return yield* Effect.orDie(toResponse(result))
        })
      })
    })
  )
}
