/** `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/users`: the confirmed users of an app, 50 at a time. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"
import { AppUser } from "./AppUser.ts"

const List = Schema.String.pipe(Schema.decodeTo(
  Schema.Array(Schema.String),
  SchemaTransformation.transform({
    decode: (text): ReadonlyArray<string> => text.split(","),
    encode: (items) => items.join()
  })
))

/**
 * `status` leaves those out who are disabled, or those who are not; `providerTypes` those who log in with none of these
 * providers. The vendor's own command asks so.
 */
export const ListUsersQuery = Schema.Struct({
  after: Schema.optional(Schema.NonEmptyString),
  sort: Schema.optional(Schema.Literal("_id")),
  desc: Schema.optional(Schema.Boolean),
  status: Schema.optional(Schema.Literals(["enabled", "disabled"])),
  providerTypes: Schema.optional(List)
}).pipe(Schema.encodeKeys({ providerTypes: "provider_types" }))

/** `after` is the id of the last user of the page before. They are sorted by id, upwards or with `desc` downwards. */
export const ListUsers = HttpApiEndpoint.get("listUsers", "/api/admin/v3.0/groups/:groupId/apps/:appId/users", {
  params: AppRequest.params,
  headers: AppRequest.headers,
  query: ListUsersQuery,
  success: Schema.Array(AppUser),
  error: [...AppRequest.errors, onWire(BadRequest)]
}).annotate(Idempotent, true)
