/**
 * `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/custom_user_data`:
 * which collection holds the custom data of an app's users.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"

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

export const GetCustomUserData = HttpApiEndpoint.get(
  "getCustomUserData",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/custom_user_data",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    success: CustomUserDataConfig,
    error: AppRequest.errors
  }
).annotate(Idempotent, true)
