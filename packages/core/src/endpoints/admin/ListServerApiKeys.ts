/** `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/api_keys`: the server API keys of an app. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import { ApiKey } from "../client/ApiKey.ts"
import * as AppRequest from "./AppRequest.ts"

export const ListServerApiKeys = HttpApiEndpoint.get(
  "listServerApiKeys",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/api_keys",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    success: Schema.Array(ApiKey),
    error: AppRequest.errors
  }
).annotate(Idempotent, true)
