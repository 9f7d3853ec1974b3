/** `POST /api/oauth/revoke`: ends an access token before its time (RFC 7009). */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { Basic } from "../../Basic.ts"
import { Idempotent } from "../../Idempotent.ts"
import { oauthErrors } from "../../OAuthErrorOnWire.ts"
import { Secret } from "../../Secret.ts"
import { responseFormat } from "./ResponseFormat.ts"

/** `tokenTypeHint` is `access_token`. */
export const RevokeTokenPayload = Schema.Struct({
  token: Secret,
  tokenTypeHint: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({ tokenTypeHint: "token_type_hint" }), HttpApiSchema.asFormUrlEncoded())

/** A token that is unknown or already revoked is answered with 200 too. */
export const RevokeToken = HttpApiEndpoint.post("revokeToken", "/api/oauth/revoke", {
  headers: { authorization: Basic },
  query: responseFormat,
  payload: RevokeTokenPayload,
  success: HttpApiSchema.Empty(200),
  error: oauthErrors
}).annotate(Idempotent, true)
