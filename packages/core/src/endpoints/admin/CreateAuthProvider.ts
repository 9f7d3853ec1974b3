/** `POST /api/admin/v3.0/groups/{groupId}/apps/{appId}/auth_providers`: adds an authentication provider to an app. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { AuthProviderAlreadyExists } from "../../AuthProviderError.ts"
import { BadRequest, onWire } from "../../ClientError.ts"
import * as AppRequest from "./AppRequest.ts"
import { AuthProvider, authProviderKeys, authProviderSettings } from "./AuthProvider.ts"

/** `name` is the `type` for all providers that an app has once. */
export const CreateAuthProviderPayload = Schema.Struct({
  name: Schema.optional(Schema.NonEmptyString),
  type: Schema.NonEmptyString,
  disabled: Schema.optional(Schema.Boolean),
  ...authProviderSettings
}).pipe(Schema.encodeKeys(authProviderKeys))

/** A repetition is refused, for the provider is there. */
export const CreateAuthProvider = HttpApiEndpoint.post(
  "createAuthProvider",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/auth_providers",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    payload: CreateAuthProviderPayload,
    success: AuthProvider.pipe(HttpApiSchema.status("Created")),
    error: [...AppRequest.errors, onWire(BadRequest), onWire(AuthProviderAlreadyExists)]
  }
)
