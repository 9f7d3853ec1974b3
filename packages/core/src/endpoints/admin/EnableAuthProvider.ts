/**
 * `PUT /api/admin/v3.0/groups/{groupId}/apps/{appId}/auth_providers/{providerId}/enable`:
 * lets users log in with an authentication provider.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { AuthProviderNotFound, BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

export const EnableAuthProvider = HttpApiEndpoint.put(
  "enableAuthProvider",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/auth_providers/:providerId/enable",
  {
    params: { ...AppRequest.params, providerId: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(BadRequest), onWire(AuthProviderNotFound)]
  }
).annotate(Idempotent, true)
