/** `POST /api/oauth/token`: issues an access token to a service account (RFC 6749 section 4.4). */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { Basic } from "../../Basic.ts"
import { enveloped } from "../../Enveloped.ts"
import { Idempotent } from "../../Idempotent.ts"
import { oauthErrors } from "../../OAuthErrorOnWire.ts"
import { Secret } from "../../Secret.ts"
import { responseFormat } from "./ResponseFormat.ts"

/** `grantType` is `client_credentials`. */
export const IssueTokenPayload = Schema.Struct({ grantType: Schema.String }).pipe(
  Schema.encodeKeys({ grantType: "grant_type" }),
  HttpApiSchema.asFormUrlEncoded()
)

/** `expiresIn` is the life in seconds, 3600 in the page's sample. RFC 6749 section 5.1 allows it to be missing. */
const ExpiresIn = Schema.optional(Schema.Union([Schema.Finite, Schema.FiniteFromString]))

/** The access token is opaque, whatever it looks like. */
export const IssuedToken = Schema.Struct({
  accessToken: Secret,
  expiresIn: ExpiresIn,
  tokenType: Schema.NonEmptyString
}).pipe(Schema.encodeKeys({ accessToken: "access_token", expiresIn: "expires_in", tokenType: "token_type" }))

/** The service allows 10 requests a minute for each pair of address and client id, and 100 live tokens an account. */
export const IssueToken = HttpApiEndpoint.post("issueToken", "/api/oauth/token", {
  headers: { authorization: Basic },
  query: responseFormat,
  payload: IssueTokenPayload,
  success: enveloped(IssuedToken),
  error: oauthErrors
}).annotate(Idempotent, true)
