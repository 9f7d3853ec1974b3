/** `GET /api/client/v2.0/auth/api_keys`: the API keys of the refresh token's user. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { ApiKey } from "./ApiKey.ts"

/** The bearer token is the *refresh* token. */
export const ListApiKeys = HttpApiEndpoint.get("listApiKeys", "/api/client/v2.0/auth/api_keys", {
  headers: { authorization: Bearer },
  success: Schema.Array(ApiKey),
  error: [
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    onWire(InternalServerError)
  ]
}).annotate(Idempotent, true)
