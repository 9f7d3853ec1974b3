/** `DELETE /api/client/v2.0/auth/api_keys/{keyId}`: deletes an API key of the refresh token's user. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { APIKeyInUse, APIKeyNotFound } from "../../ApiKeyError.ts"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "./Done.ts"

/** The bearer token is the *refresh* token. A session cannot delete the key that it was begun with. */
export const DeleteApiKey = HttpApiEndpoint.delete("deleteApiKey", "/api/client/v2.0/auth/api_keys/:keyId", {
  params: { keyId: PathSegment },
  headers: { authorization: Bearer },
  success: done,
  error: [
    onWire(APIKeyNotFound),
    withoutCode(APIKeyInUse),
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    onWire(InternalServerError)
  ]
}).annotate(Idempotent, true)
