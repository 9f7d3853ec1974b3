/**
 * `DELETE /api/admin/v3.0/groups/{groupId}/apps/{appId}/auth_providers/{providerId}`:
 * takes an authentication provider away from an app.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { AuthProviderNotFound, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

export const DeleteAuthProvider = HttpApiEndpoint.delete(
  "deleteAuthProvider",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/auth_providers/:providerId",
  {
    params: { ...AppRequest.params, providerId: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(AuthProviderNotFound)]
  }
).annotate(Idempotent, true)
