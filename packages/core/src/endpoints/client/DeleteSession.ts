/** `DELETE /api/client/v2.0/auth/session`: logs out. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"

/**
 * The bearer token is the *refresh* token, and only it is revoked: access tokens already issued work until they expire.
 */
export const DeleteSession = HttpApiEndpoint.delete("deleteSession", "/api/client/v2.0/auth/session", {
  headers: { authorization: Bearer },
  success: HttpApiSchema.NoContent,
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), onWire(InternalServerError)]
}).annotate(Idempotent, true)
