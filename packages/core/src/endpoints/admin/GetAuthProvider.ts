/**
 * `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/auth_providers/{providerId}`:
 * one authentication provider of an app, with its settings.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { AuthProviderNotFound, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"
import { AuthProvider } from "./AuthProvider.ts"

export const GetAuthProvider = HttpApiEndpoint.get(
  "getAuthProvider",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/auth_providers/:providerId",
  {
    params: { ...AppRequest.params, providerId: PathSegment },
    headers: AppRequest.headers,
    success: AuthProvider,
    error: [...AppRequest.errors, onWire(AuthProviderNotFound)]
  }
).annotate(Idempotent, true)
