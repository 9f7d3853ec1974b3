/**
 * `PUT /api/admin/v3.0/groups/{groupId}/apps/{appId}/auth_providers/{providerId}/disable`:
 * keeps users from logging in with an authentication provider.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { AuthProviderNotFound, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

/** Sessions live on. */
export const DisableAuthProvider = HttpApiEndpoint.put(
  "disableAuthProvider",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/auth_providers/:providerId/disable",
  {
    params: { ...AppRequest.params, providerId: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(AuthProviderNotFound)]
  }
).annotate(Idempotent, true)
