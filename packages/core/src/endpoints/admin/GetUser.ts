/** `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/users/{userId}`: one user of an app. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { onWire } from "../../ClientError.ts"
import { UserNotFound } from "../../EmailPasswordError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"
import { AppUser } from "./AppUser.ts"

export const GetUser = HttpApiEndpoint.get("getUser", "/api/admin/v3.0/groups/:groupId/apps/:appId/users/:userId", {
  params: { ...AppRequest.params, userId: PathSegment },
  headers: AppRequest.headers,
  success: AppUser,
  error: [...AppRequest.errors, onWire(UserNotFound)]
}).annotate(Idempotent, true)
