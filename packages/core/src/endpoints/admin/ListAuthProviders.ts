/** `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/auth_providers`: the authentication providers of an app. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"
import { AuthProviderSummary } from "./AuthProvider.ts"

export const ListAuthProviders = HttpApiEndpoint.get(
  "listAuthProviders",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/auth_providers",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    success: Schema.Array(AuthProviderSummary),
    error: AppRequest.errors
  }
).annotate(Idempotent, true)
