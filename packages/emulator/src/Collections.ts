/** The collections of the apps: a JSON schema each, and documents. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"

type JsonObject = typeof Schema.JsonObject.Type

/** The part of a JSON schema (with MongoDB's `bsonType`) that decides about a collection's type. */
export interface JsonSchema {
  readonly title?: string | undefined
  readonly bsonType?: string | undefined
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly required?: ReadonlyArray<string> | undefined
  readonly items?: JsonSchema | undefined
}

const JsonSchema: Schema.Codec<JsonSchema> = Schema.Struct({
  title: Schema.optional(Schema.String),
  bsonType: Schema.optional(Schema.String),
  properties: Schema.optional(Schema.Record(Schema.String, Schema.suspend(() => JsonSchema))),
  required: Schema.optional(Schema.Array(Schema.String)),
  items: Schema.optional(Schema.suspend(() => JsonSchema))
})

const Collection = Schema.Struct({ collection: Schema.String, jsonSchema: Schema.fromJsonString(JsonSchema) })
export type Collection = typeof Collection.Type

const Document = Schema.Struct({ document: Schema.fromJsonString(Schema.JsonObject) })

export class Collections extends Context.Service<Collections, {
  readonly create: (app: App, collection: Collection) => Effect.Effect<void>
  readonly insert: (app: App, collection: string, document: JsonObject) => Effect.Effect<void>
  /** The collections of the app with their schemas. */
  readonly schema: (app: App) => Effect.Effect<ReadonlyArray<Collection>>
  /** In the order in which they were added. */
  readonly documents: (app: App, collection: string) => Effect.Effect<ReadonlyArray<JsonObject>>
}>()("@atlas-bearer/emulator/Collections") {
  static readonly layer = Layer.effect(
    Collections,
    Effect.gen(function*() {
      const database = yield* Database
      return Collections.of({
        create: (app, collection) =>
          database.insert("collections", { appId: app.id, ...Schema.encodeSync(Collection)(collection) }),
        insert: (app, collection, document) =>
          database.insert("documents", { appId: app.id, collection, ...Schema.encodeSync(Document)({ document }) }),
        schema: (app) =>
          database.all(Collection, "SELECT * FROM collections WHERE appId = :id ORDER BY collection", { id: app.id }),
        documents: (app, collection) =>
          Effect.map(
            database.all(
              Document,
              "SELECT document FROM documents WHERE appId = :id AND collection = :collection ORDER BY position",
              { id: app.id, collection }
            ),
            (rows) => rows.map(({ document }) => document)
          )
      })
    })
  )
}
