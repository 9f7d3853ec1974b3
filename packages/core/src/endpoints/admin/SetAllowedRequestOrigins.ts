/**
 * `POST /api/admin/v3.0/groups/{groupId}/apps/{appId}/security/allowed_request_origins`:
 * says from which web origins an app takes requests.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"

/** Replaces the list. An origin is `scheme://host[:port]`; an empty list allows all. */
export const SetAllowedRequestOrigins = HttpApiEndpoint.post(
  "setAllowedRequestOrigins",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/security/allowed_request_origins",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    payload: Schema.Array(Schema.String),
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(BadRequest)]
  }
).annotate(Idempotent, true)
