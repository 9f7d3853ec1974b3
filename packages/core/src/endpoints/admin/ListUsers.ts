/** `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/users`: the confirmed users of an app, 50 at a time. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"
import { AppUser } from "./AppUser.ts"

/** `after` is the id of the last user of the page before. They are sorted by id, upwards or with `desc` downwards. */
export const ListUsers = HttpApiEndpoint.get("listUsers", "/api/admin/v3.0/groups/:groupId/apps/:appId/users", {
  params: AppRequest.params,
  headers: AppRequest.headers,
  query: {
    after: Schema.optional(Schema.NonEmptyString),
    sort: Schema.optional(Schema.Literal("_id")),
    desc: Schema.optional(Schema.Boolean)
  },
  success: Schema.Array(AppUser),
  error: [...AppRequest.errors, onWire(BadRequest)]
}).annotate(Idempotent, true)
