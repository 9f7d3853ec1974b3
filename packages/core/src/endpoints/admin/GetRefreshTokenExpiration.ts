/**
 * `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/security/refresh_token_expiration`:
 * how long the refresh tokens of an app live.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"

/** In seconds. By default 60 days. */
export const RefreshTokenExpiration = Schema.Struct({ seconds: Schema.Int }).pipe(
  Schema.encodeKeys({ seconds: "expiration_time_seconds" })
)

export const GetRefreshTokenExpiration = HttpApiEndpoint.get(
  "getRefreshTokenExpiration",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/security/refresh_token_expiration",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    success: RefreshTokenExpiration,
    error: AppRequest.errors
  }
).annotate(Idempotent, true)
