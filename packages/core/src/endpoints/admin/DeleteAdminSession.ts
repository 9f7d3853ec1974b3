/** `DELETE /api/admin/v3.0/auth/session`: logs an administrator out. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"

/** The bearer token is the *refresh* token. */
export const DeleteAdminSession = HttpApiEndpoint.delete("deleteAdminSession", "/api/admin/v3.0/auth/session", {
  headers: { authorization: Bearer },
  success: HttpApiSchema.NoContent,
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), onWire(InternalServerError)]
}).annotate(Idempotent, true)
