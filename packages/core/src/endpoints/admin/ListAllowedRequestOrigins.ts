/**
 * `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/security/allowed_request_origins`:
 * from which web origins an app takes requests.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"

/** None: from all. */
export const ListAllowedRequestOrigins = HttpApiEndpoint.get(
  "listAllowedRequestOrigins",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/security/allowed_request_origins",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    success: Schema.Array(Schema.String),
    error: AppRequest.errors
  }
).annotate(Idempotent, true)
