/** `DELETE /api/admin/v3.0/groups/{groupId}/apps/{appId}/api_keys/{keyId}`: deletes a server API key. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { APIKeyNotFound } from "../../ApiKeyError.ts"
import { onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

export const DeleteServerApiKey = HttpApiEndpoint.delete(
  "deleteServerApiKey",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/api_keys/:keyId",
  {
    params: { ...AppRequest.params, keyId: PathSegment },
    headers: AppRequest.headers,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(APIKeyNotFound)]
  }
).annotate(Idempotent, true)
