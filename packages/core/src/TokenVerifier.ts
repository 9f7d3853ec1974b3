/** Asks App Services whether a user's access token is valid. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
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
import * as Outage from "./internal/Outage.ts"
import { SendOptions } from "./SendOptions.ts"
import type { TokenStore } from "./TokenStore.ts"
import * as VerificationCache from "./VerificationCache.ts"

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

// When nobody says how long: as long as an origin that failed is left alone.
const pause = Duration.seconds(5)

const unavailable = ({ message, retryAfter = pause }: {
  readonly message: string
  readonly retryAfter?: Duration.Duration | undefined
}) => new VerifierUnavailable({ reason: message, retryAfter })

const toVerifyError = (error: AskError, now: number): VerifyError => {
  switch (error._tag) {
    case "TokenInvalid":
      return error
    case "AppNotFound":
    case "ApiKeyRejected":
      return new VerifierMisconfigured({ reason: error.message })
    case "Refused":
    case "UnexpectedReply":
      return misconfigured.has(error.status) ? new VerifierMisconfigured({ reason: error.message }) : unavailable(error)
    case "CircuitOpen": {
      const retryAfter = Duration.millis(Math.max(1000, DateTime.toEpochMillis(error.retryAt) - now))
      return unavailable({ message: error.message, retryAfter })
    }
    case "RateLimited":
      return unavailable(error)
    default:
      return unavailable({ message: error.message })
  }
}

// Three base64url segments, and no longer than the service takes.
const looksLikeJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/
const maxLength = 1_000_000

/** Fails with `TokenInvalid` when the text cannot be a JSON Web Token: nobody needs to be asked. */
export const checkForm = (token: Redacted.Redacted): Effect.Effect<void, TokenInvalid> =>
  Effect.suspend(() => {
    const text = Redacted.value(token)
    const isPossible = text.length <= maxLength && looksLikeJwt.test(text)
    return isPossible ? Effect.void : Effect.fail(new TokenInvalid({ description: "it is no JSON Web Token" }))
  })

export interface Options extends VerificationCache.Options {
  readonly baseUrl: URL
  /** The project's id. */
  readonly groupId: string
  /** The app's own id: not the client app id. */
  readonly appId: string
  readonly publicKey: string
  readonly privateKey: Redacted.Redacted
  /** Where the administrator's session rests, for all who share it. By default in memory. */
  readonly store?: TokenStore["Service"] | undefined
}

export const make = Effect.fnUntraced(function*(options: Options) {
  const { appId, baseUrl, groupId, publicKey } = options
  const client = yield* AdminClient.make({ baseUrl })
  const administrator = yield* AdminSession.make({ ...options, origin: baseUrl.origin }).pipe(
    Effect.provideService(AdminClient, client)
  )
  const params = { groupId, appId }

  // The span is here: an answer from memory takes less time than a span.
  const ask = Effect.fn("TokenVerifier.ask")(function*(token: Redacted.Redacted) {
    const outcome = yield* administrator.use(
      (authorization) => client.verifyToken({ params, headers: { authorization }, payload: { token } }),
      (error) => error._tag === "InvalidSession"
    ).pipe(
      Effect.catch((error) => Effect.flatMap(Clock.currentTimeMillis, (now) => Effect.fail(toVerifyError(error, now))))
    )
    return outcome === "token expired" ? yield* new TokenExpired() : outcome
  })

  const whileUp = Outage.make(({ reason }, retryAfter) => new VerifierUnavailable({ reason, retryAfter }))
  // What is tried again is decided for all questions together: each by itself would multiply the load of an outage.
  const askOnce = (token: Redacted.Redacted) =>
    whileUp(Effect.updateService(ask(token), SendOptions, (options) => ({ ...options, retries: 0 })))

  const scope = JSON.stringify([baseUrl.href, groupId, appId, publicKey])
  const cache = yield* VerificationCache.make(scope, askOnce, options)

  return {
    /**
     * The claims of a valid token, which cannot be changed: others get the same. Does not notice that a session was
     * revoked or a user disabled.
     */
    verify: (token: Redacted.Redacted) => Effect.andThen(checkForm(token), cache.verify(token)),
    /** The claims of a valid token that was verified a short while ago, else nothing. Asks nobody. */
    remembered: cache.remembered,
    inspect: cache.inspect
  }
})
