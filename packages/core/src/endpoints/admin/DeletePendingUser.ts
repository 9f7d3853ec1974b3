/**
 * `DELETE /api/admin/v3.0/groups/{groupId}/apps/{appId}/user_registrations/by_email/{email}`:
 * forgets a registration that is not confirmed.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { onWire } from "../../ClientError.ts"
import { UserAlreadyConfirmed, UserNotFound } from "../../EmailPasswordError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

export const DeletePendingUser = HttpApiEndpoint.delete(
  "deletePendingUser",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/user_registrations/by_email/:email",
  {
    params: { ...AppRequest.params, email: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(UserNotFound), onWire(UserAlreadyConfirmed)]
  }
).annotate(Idempotent, true)
