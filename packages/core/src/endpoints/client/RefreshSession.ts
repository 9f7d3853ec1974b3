/** `POST /api/client/v2.0/auth/session`: exchanges a refresh token for an access token. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { RenewedSession } from "../../Session.ts"

/** The bearer token is the *refresh* token. */
export const RefreshSession = HttpApiEndpoint.post("refreshSession", "/api/client/v2.0/auth/session", {
  headers: { authorization: Bearer },
  success: RenewedSession.pipe(HttpApiSchema.status("Created")),
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), onWire(InternalServerError)]
}).annotate(Idempotent, true)
