/** Which collection holds the custom data of an app's users. */
import * as Schema from "effect/Schema"

/** The document whose `userIdField` is the user's id stands in the user's access tokens. */
export const CustomUserDataConfig = Schema.Struct({
  enabled: Schema.Boolean,
  mongoServiceName: Schema.optional(Schema.String),
  databaseName: Schema.optional(Schema.String),
  collectionName: Schema.optional(Schema.String),
  userIdField: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({
  mongoServiceName: "mongo_service_name",
  databaseName: "database_name",
  collectionName: "collection_name",
  userIdField: "user_id_field"
}))

export type CustomUserDataConfig = typeof CustomUserDataConfig.Type
