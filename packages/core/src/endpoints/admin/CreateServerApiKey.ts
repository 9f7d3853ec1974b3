/**
 * `POST /api/admin/v3.0/groups/{groupId}/apps/{appId}/api_keys`:
 * makes an API key that logs in as a user of type `server`.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { APIKeyAlreadyExists } from "../../ApiKeyError.ts"
import { BadRequest, InvalidParameter, onWire } from "../../ClientError.ts"
import { CreateApiKeyPayload, CreatedApiKey } from "../client/CreateApiKey.ts"
import * as AppRequest from "./AppRequest.ts"

/** The key itself is in no other reply. A repetition is refused by name, and the key of the first would be lost. */
export const CreateServerApiKey = HttpApiEndpoint.post(
  "createServerApiKey",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/api_keys",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    payload: CreateApiKeyPayload,
    success: CreatedApiKey.pipe(HttpApiSchema.status("Created")),
    error: [...AppRequest.errors, onWire(BadRequest), onWire(InvalidParameter), onWire(APIKeyAlreadyExists)]
  }
)
