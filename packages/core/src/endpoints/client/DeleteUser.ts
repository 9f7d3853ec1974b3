/** `DELETE /api/client/v2.0/auth/delete`: deletes the account of the access token's user, for ever. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { done } from "./Done.ts"

/** Deletes every identity and session of the user too. */
export const DeleteUser = HttpApiEndpoint.delete("deleteUser", "/api/client/v2.0/auth/delete", {
  headers: { authorization: Bearer },
  success: done,
  error: [
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    onWire(InternalServerError)
  ]
}).annotate(Idempotent, true)
