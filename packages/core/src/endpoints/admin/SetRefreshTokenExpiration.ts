/**
 * `PUT /api/admin/v3.0/groups/{groupId}/apps/{appId}/security/refresh_token_expiration`:
 * says how long the refresh tokens of an app live.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"
import { RefreshTokenExpiration } from "./GetRefreshTokenExpiration.ts"

/** From 30 minutes to 5 years. Tokens that were issued before keep their life. */
export const SetRefreshTokenExpiration = HttpApiEndpoint.put(
  "setRefreshTokenExpiration",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/security/refresh_token_expiration",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    payload: RefreshTokenExpiration,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(BadRequest)]
  }
).annotate(Idempotent, true)
