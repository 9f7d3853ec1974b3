/** `PUT /api/client/v2.0/auth/api_keys/{keyId}/disable`: keeps an API key from logging in. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { APIKeyNotFound } from "../../ApiKeyError.ts"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "./Done.ts"

/** The bearer token is the *refresh* token. Sessions that the key began live on. */
export const DisableApiKey = HttpApiEndpoint.put("disableApiKey", "/api/client/v2.0/auth/api_keys/:keyId/disable", {
  params: { keyId: PathSegment },
  headers: { authorization: Bearer },
  success: done,
  error: [
    onWire(APIKeyNotFound),
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    onWire(InternalServerError)
  ]
}).annotate(Idempotent, true)
