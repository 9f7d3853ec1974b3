/**
 * `DELETE /api/admin/v3.0/groups/{groupId}/apps/{appId}/users/{userId}`:
 * deletes a user, with all identities and sessions.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { onWire } from "../../ClientError.ts"
import { UserNotFound } from "../../EmailPasswordError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

export const DeleteUser = HttpApiEndpoint.delete(
  "deleteUser",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/users/:userId",
  {
    params: { ...AppRequest.params, userId: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(UserNotFound)]
  }
).annotate(Idempotent, true)
