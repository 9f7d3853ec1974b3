/**
 * `PUT /api/admin/v3.0/groups/{groupId}/apps/{appId}/api_keys/{keyId}/disable`:
 * keeps a server API key from logging in.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { APIKeyNotFound } from "../../ApiKeyError.ts"
import { onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

/** Sessions that it began live on. */
export const DisableServerApiKey = HttpApiEndpoint.put(
  "disableServerApiKey",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/api_keys/:keyId/disable",
  {
    params: { ...AppRequest.params, keyId: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(APIKeyNotFound)]
  }
).annotate(Idempotent, true)
