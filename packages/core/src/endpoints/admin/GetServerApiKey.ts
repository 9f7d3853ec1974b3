/** `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/api_keys/{keyId}`: one server API key of an app. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { APIKeyNotFound } from "../../ApiKeyError.ts"
import { onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { ApiKey } from "../client/ApiKey.ts"
import * as AppRequest from "./AppRequest.ts"

export const GetServerApiKey = HttpApiEndpoint.get(
  "getServerApiKey",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/api_keys/:keyId",
  {
    params: { ...AppRequest.params, keyId: PathSegment },
    headers: AppRequest.headers,
    success: ApiKey,
    error: [...AppRequest.errors, onWire(APIKeyNotFound)]
  }
).annotate(Idempotent, true)
