/**
 * `PATCH /api/admin/v3.0/groups/{groupId}/apps/{appId}/users/{userId}/reset_email`:
 * changes the e-mail address that a user logs in with.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { BadRequest, onWire } from "../../ClientError.ts"
import { AccountNameInUse, UserNotFound } from "../../EmailPasswordError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

/** 128 characters at most. */
export const ResetUserEmailPayload = Schema.Struct({ email: Schema.String })

/** The user needs an identity of `local-userpass`. */
export const ResetUserEmail = HttpApiEndpoint.patch(
  "resetUserEmail",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/users/:userId/reset_email",
  {
    params: { ...AppRequest.params, userId: PathSegment },
    headers: AppRequest.headers,
    payload: ResetUserEmailPayload,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(BadRequest), onWire(UserNotFound), onWire(AccountNameInUse)]
  }
).annotate(Idempotent, true)
