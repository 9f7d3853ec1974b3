/** The collections of the apps: a JSON schema each, and documents. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"

type JsonObject = typeof Schema.JsonObject.Type

/** The part of a JSON schema (with MongoDB's `bsonType`) that decides about a collection's type; the rest may be there too. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
  readonly title?: string | undefined
  readonly bsonType?: string | undefined
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined
  readonly required?: ReadonlyArray<string> | undefined
  readonly items?: JsonSchema | undefined
}

export const JsonSchema: Schema.Codec<JsonSchema> = Schema.StructWithRest(
  Schema.Struct({
    title: Schema.optional(Schema.String),
    bsonType: Schema.optional(Schema.String),
    properties: Schema.optional(Schema.Record(Schema.String, Schema.suspend(() => JsonSchema))),
    required: Schema.optional(Schema.Array(Schema.String)),
    items: Schema.optional(Schema.suspend(() => JsonSchema))
  }),
  // `description`, `minimum` and all others.
  [Schema.Record(Schema.String, Schema.Unknown)]
)

/** As in an app's `relationships.json`: the field holds what `foreignKey` has in a document of the collection of `ref`. */
const Relationship = Schema.Struct({
  ref: Schema.String,
  foreignKey: Schema.String,
  isList: Schema.Boolean
}).pipe(Schema.encodeKeys({ foreignKey: "foreign_key", isList: "is_list" }))

/** By the path of the field. */
export const Relationships = Schema.Record(Schema.String, Relationship)

/** A collection with its relationships, by the paths of their fields (`author`, `cover.painter`, `reviews.[].critic`). */
export const Collection = Schema.Struct({
  collection: Schema.String,
  jsonSchema: Schema.fromJsonString(JsonSchema),
  relationships: Schema.fromJsonString(Relationships)
})
export type Collection = typeof Collection.Type

const Stored = Schema.Struct({ position: Schema.Number, document: Schema.fromJsonString(Schema.JsonObject) })

/** A document where it stands in its collection. */
export type Stored = typeof Stored.Type

const encodeDocument = Schema.encodeSync(Stored.fields.document)

const selectCollections = "SELECT * FROM collections WHERE appId = :id ORDER BY collection"

export class Collections extends Context.Service<Collections, {
  readonly create: (
    app: App,
    collection: Omit<Collection, "relationships"> & Partial<Pick<Collection, "relationships">>
  ) => Effect.Effect<void>
  readonly insert: (app: App, collection: string, document: JsonObject) => Effect.Effect<Stored>
  readonly replace: (stored: Stored) => Effect.Effect<void>
  readonly remove: (position: number) => Effect.Effect<void>
  /** The collections of the app with their schemas. */
  readonly schema: (app: App) => Effect.Effect<ReadonlyArray<Collection>>
  /** The same as they are stored: to compare them costs less than to decode them. */
  readonly encodedSchema: (app: App) => Effect.Effect<ReadonlyArray<typeof Collection.Encoded>>
  /** In the order in which they were added. */
  readonly stored: (app: App, collection: string) => Effect.Effect<ReadonlyArray<Stored>>
  /** The same without their places. */
  readonly documents: (app: App, collection: string) => Effect.Effect<ReadonlyArray<JsonObject>>
}>()("@atlas-bearer/emulator/Collections") {
  static readonly layer = Layer.effect(
    Collections,
    Effect.gen(function*() {
      const database = yield* Database

      const stored = (app: App, collection: string) =>
        database.all(
          Stored,
          "SELECT position, document FROM documents WHERE appId = :id AND collection = :collection ORDER BY position",
          { id: app.id, collection }
        )

      return Collections.of({
        create: (app, collection) =>
          database.insert("collections", {
            appId: app.id,
            ...Schema.encodeSync(Collection)({ relationships: {}, ...collection })
          }),
        insert: (app, collection, document) =>
          Effect.flatMap(
            database.get(
              Stored,
              `INSERT INTO documents (appId, collection, document) VALUES (:id, :collection, :document)
                RETURNING position, document`,
              { id: app.id, collection, document: encodeDocument(document) }
            ),
            Effect.fromOption
          ).pipe(Effect.orDie),
        replace: ({ document, position }) =>
          Effect.asVoid(
            database.run("UPDATE documents SET document = :document WHERE position = :position", {
              position,
              document: encodeDocument(document)
            })
          ),
        remove: (position) =>
          Effect.asVoid(database.run("DELETE FROM documents WHERE position = :position", { position })),
        schema: (app) => database.all(Collection, selectCollections, { id: app.id }),
        encodedSchema: (app) => database.all(Schema.toEncoded(Collection), selectCollections, { id: app.id }),
        stored,
        documents: (app, collection) =>
          Effect.map(stored(app, collection), (found) => found.map(({ document }) => document))
      })
    })
  )
}
