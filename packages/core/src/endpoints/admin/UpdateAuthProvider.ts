/**
 * `PATCH /api/admin/v3.0/groups/{groupId}/apps/{appId}/auth_providers/{providerId}`:
 * changes the settings of an authentication provider.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { AuthProviderNotFound, BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"
import { authProviderKeys, authProviderSettings } from "./AuthProvider.ts"

/** What is left out stays as it is. */
export const UpdateAuthProviderPayload = Schema.Struct({
  disabled: Schema.optional(Schema.Boolean),
  ...authProviderSettings
}).pipe(Schema.encodeKeys(authProviderKeys))

export const UpdateAuthProvider = HttpApiEndpoint.patch(
  "updateAuthProvider",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/auth_providers/:providerId",
  {
    params: { ...AppRequest.params, providerId: PathSegment },
    headers: AppRequest.headers,
    payload: UpdateAuthProviderPayload,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(BadRequest), onWire(AuthProviderNotFound)]
  }
).annotate(Idempotent, true)
