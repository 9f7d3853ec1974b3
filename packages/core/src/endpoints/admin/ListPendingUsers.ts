/**
 * `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/user_registrations/pending_users`:
 * who registered and did not confirm, 50 at a time.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"

const LoginId = Schema.Struct({ idType: Schema.String, id: Schema.String }).pipe(
  Schema.encodeKeys({ idType: "id_type" })
)

/** The `loginIds` whose `idType` is `email` are what the registration waits for. */
export const PendingUser = Schema.Struct({
  id: Schema.NonEmptyString,
  userId: Schema.optional(Schema.String),
  domainId: Schema.optional(Schema.String),
  loginIds: Schema.Array(LoginId)
}).pipe(Schema.encodeKeys({ id: "_id", userId: "user_id", domainId: "domain_id", loginIds: "login_ids" }))

/** `after` is the id of the last registration of the page before. */
export const ListPendingUsers = HttpApiEndpoint.get(
  "listPendingUsers",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/user_registrations/pending_users",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    query: {
      after: Schema.optional(Schema.NonEmptyString)
    },
    success: Schema.Array(PendingUser),
    error: [...AppRequest.errors, onWire(BadRequest)]
  }
).annotate(Idempotent, true)
