/** `POST /api/admin/v3.0/auth/session`: exchanges an administrator's refresh token for an access token. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { RenewedSession } from "../../Session.ts"

/** The bearer token is the *refresh* token. */
export const RefreshAdminSession = HttpApiEndpoint.post("refreshAdminSession", "/api/admin/v3.0/auth/session", {
  headers: { authorization: Bearer },
  success: RenewedSession.pipe(HttpApiSchema.status("Created")),
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), onWire(InternalServerError)]
}).annotate(Idempotent, true)
