/** `GET /api/admin/v3.0/groups/{groupId}/apps`: the apps of an Atlas project. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"

/**
 * `id` names the app in the Admin API, `clientAppId` in the Client API; `domainId` stands in the tokens of its users. Times
 * are in seconds since 1970, 0 for never.
 */
export const AppSummary = Schema.Struct({
  id: Schema.NonEmptyString,
  clientAppId: Schema.NonEmptyString,
  groupId: Schema.NonEmptyString,
  domainId: Schema.String,
  name: Schema.String,
  location: Schema.optional(Schema.String),
  deploymentModel: Schema.optional(Schema.String),
  product: Schema.optional(Schema.String),
  environment: Schema.optional(Schema.String),
  lastUsed: Schema.optional(Schema.Finite),
  lastModified: Schema.optional(Schema.Finite)
}).pipe(Schema.encodeKeys({
  id: "_id",
  clientAppId: "client_app_id",
  groupId: "group_id",
  domainId: "domain_id",
  deploymentModel: "deployment_model",
  lastUsed: "last_used",
  lastModified: "last_modified"
}))

export const ListApps = HttpApiEndpoint.get("listApps", "/api/admin/v3.0/groups/:groupId/apps", {
  params: { groupId: AppRequest.params.groupId },
  headers: AppRequest.headers,
  success: Schema.Array(AppSummary),
  error: AppRequest.errors
}).annotate(Idempotent, true)
