/** `PUT /api/admin/v3.0/groups/{groupId}/apps/{appId}/users/{userId}/logout`: ends all sessions of a user. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { onWire } from "../../ClientError.ts"
import { UserNotFound } from "../../EmailPasswordError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

/** Access tokens live on until they expire, and `verify_token` accepts them. */
export const LogOutUser = HttpApiEndpoint.put(
  "logOutUser",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/users/:userId/logout",
  {
    params: { ...AppRequest.params, userId: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(UserNotFound)]
  }
).annotate(Idempotent, true)
