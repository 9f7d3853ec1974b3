/** Why an access token is not accepted, whoever verifies it. */
import * as Schema from "effect/Schema"
import type { TokenInvalid } from "./ClientError.ts"

/** The token was valid and has expired: its holder can renew it. */
export class TokenExpired extends Schema.TaggedError<TokenExpired>()("TokenExpired", {}) {
  override get message() {
    return "The access token has expired. Renew it and ask again."
  }
}

/** The question cannot be answered now. This says nothing about the token. */
export class VerifierUnavailable extends Schema.TaggedError<VerifierUnavailable>()("VerifierUnavailable", {
  reason: Schema.String,
  retryAfter: Schema.optional(Schema.Duration)
}) {
  override get message() {
    return `Tokens cannot be verified now (${this.reason}). Try again later.`
  }
}

/** The verifier's own settings are wrong: key pair, group or app. */
export class VerifierMisconfigured extends Schema.TaggedError<VerifierMisconfigured>()("VerifierMisconfigured", {
  reason: Schema.String
}) {
  override get message() {
    return `The verifier's API key pair, group id or app id are wrong (${this.reason}).`
  }
}

/** Why a token was not accepted, or could not be looked at. */
export type VerifyError = TokenExpired | TokenInvalid | VerifierUnavailable | VerifierMisconfigured
