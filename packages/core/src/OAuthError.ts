/**
 * Failures that the service-account endpoints of Cloud Manager and Atlas declare. `OAuthErrorOnWire.ts` has their codes;
 * `description` is the server's `error_description`.
 */
import * as Schema from "effect/Schema"
import * as RetryAfter from "./RetryAfter.ts"

/** `rate_limited`: too many token requests from this address with this client id. */
export { RateLimited } from "./RateLimited.ts"

const fields = { description: Schema.String }
const waiting = { ...fields, retryAfter: Schema.optional(Schema.Duration) }

/** `invalid_request`: the credentials or the body are missing or garbled. */
export class InvalidRequest extends Schema.TaggedError<InvalidRequest>()("InvalidRequest", fields) {
  override get message() {
    return `The token endpoint could not read the request (${this.description}).`
  }
}

/** `unsupported_grant_type`: the grant type is not `client_credentials`. */
export class UnsupportedGrantType extends Schema.TaggedError<UnsupportedGrantType>()("UnsupportedGrantType", fields) {
  override get message() {
    return `The grant type must be client_credentials (${this.description}).`
  }
}

/** `invalid_grant`: the grant is not accepted. */
export class InvalidGrant extends Schema.TaggedError<InvalidGrant>()("InvalidGrant", fields) {
  override get message() {
    return `The grant is not accepted (${this.description}).`
  }
}

/**
 * `invalid_client`: client id or secret are wrong, expired or of another environment. `challenge` is the reply's
 * `WWW-Authenticate` field, a Digest challenge of another endpoint's making: do not answer it.
 */
export class InvalidClient extends Schema.TaggedError<InvalidClient>()("InvalidClient", {
  ...fields,
  challenge: Schema.optional(Schema.String)
}) {
  override get message() {
    return `Client id or secret are wrong, expired or of another environment (${this.description}).`
  }
}

/** `access_denied`: this machine's address is not on the service account's access list. */
export class IpNotAllowed extends Schema.TaggedError<IpNotAllowed>()("IpNotAllowed", fields) {
  override get message() {
    return `Add this machine's address to the service account's access list (${this.description}).`
  }
}

/** `access_denied`: the service account has 100 live tokens. */
export class TokenQuotaExceeded extends Schema.TaggedError<TokenQuotaExceeded>()("TokenQuotaExceeded", fields) {
  override get message() {
    return `The service account has too many live tokens: share one, or revoke some (${this.description}).`
  }
}

/** `server_error`: the server failed. */
export class ServerError extends Schema.TaggedError<ServerError>()("ServerError", waiting) {
  override get message() {
    return `The server failed: try again ${RetryAfter.inWords(this.retryAfter)} (${this.description}).`
  }
}

/** The service is down for a while. */
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {
  retryAfter: Schema.optional(Schema.Duration)
}) {
  override get message() {
    return `The service is unavailable: try again ${RetryAfter.inWords(this.retryAfter)}.`
  }
}
