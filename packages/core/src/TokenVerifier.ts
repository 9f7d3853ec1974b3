/** Asks App Services whether a user's access token is valid. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { AdminClient } from "./AdminClient.ts"
import * as AdminSession from "./AdminSession.ts"
import type { ApiError } from "./ApiError.ts"
import {
  type ApiKeyRejected,
  type AppNotFound,
  type BadRequest,
  type InternalServerError,
  type InvalidSession,
  TokenInvalid
} from "./ClientError.ts"

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

type AskError =
  | ApiError
  | AppNotFound
  | ApiKeyRejected
  | BadRequest
  | InternalServerError
  | InvalidSession
  | TokenInvalid

const misconfigured = new Set([403, 404])

const toVerifyError = (error: AskError): VerifyError => {
  switch (error._tag) {
    case "TokenInvalid":
      return error
    case "AppNotFound":
    case "ApiKeyRejected":
      return new VerifierMisconfigured({ reason: error.message })
    case "Refused":
    case "UnexpectedReply":
      return misconfigured.has(error.status)
        ? new VerifierMisconfigured({ reason: error.message })
        : new VerifierUnavailable({ reason: error.message, retryAfter: error.retryAfter })
    case "RateLimited":
      return new VerifierUnavailable({ reason: error.message, retryAfter: error.retryAfter })
    default:
      return new VerifierUnavailable({ reason: error.message })
  }
}

// Three base64url segments, and no longer than the service takes.
const looksLikeJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/
const maxLength = 1_000_000

/** `groupId` is the project's id, `appId` the app's own id: not the client app id. */
export const make = Effect.fnUntraced(function*(options: {
  readonly groupId: string
  readonly appId: string
  readonly publicKey: string
  readonly privateKey: Redacted.Redacted
}) {
  const client = yield* AdminClient
  const administrator = yield* AdminSession.make(options)
  const params = { groupId: options.groupId, appId: options.appId }

  /** The claims of a valid token. Does not notice that a session was revoked or a user disabled. */
  const verify = Effect.fn("TokenVerifier.verify")(function*(token: Redacted.Redacted) {
    const text = Redacted.value(token)
    if (text.length > maxLength || !looksLikeJwt.test(text)) {
      return yield* new TokenInvalid({ description: "it is no JSON Web Token" })
    }
    const outcome = yield* administrator.use(
      (authorization) => client.verifyToken({ params, headers: { authorization }, payload: { token } }),
      (error) => error._tag === "InvalidSession"
    ).pipe(Effect.mapError(toVerifyError))
    if (outcome === "token expired") return yield* new TokenExpired()
    return outcome
  })

  return { verify }
})
