/** `GET /api/client/v2.0/auth/api_keys/{keyId}`: one API key of the refresh token's user. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { APIKeyNotFound } from "../../ApiKeyError.ts"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { ApiKey } from "./ApiKey.ts"

/** The bearer token is the *refresh* token. */
export const GetApiKey = HttpApiEndpoint.get("getApiKey", "/api/client/v2.0/auth/api_keys/:keyId", {
  params: { keyId: PathSegment },
  headers: { authorization: Bearer },
  success: ApiKey,
  error: [
    onWire(APIKeyNotFound),
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    onWire(InternalServerError)
  ]
}).annotate(Idempotent, true)
