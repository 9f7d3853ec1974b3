/** Asks App Services whether a user's access token is valid. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { AdminClient } from "./AdminClient.ts"
import * as AdminSession from "./AdminSession.ts"
import type { ApiError } from "./ApiError.ts"
import type {
  ApiKeyRejected,
  AppNotFound,
  BadRequest,
  InternalServerError,
  InvalidSession,
  TokenInvalid
} from "./ClientError.ts"
import * as Outage from "./internal/Outage.ts"
import { checkForm, refusal } from "./JwtForm.ts"
import { SendOptions } from "./SendOptions.ts"
import type { TokenStore } from "./TokenStore.ts"
import * as VerificationCache from "./VerificationCache.ts"
import { TokenExpired, VerifierMisconfigured, VerifierUnavailable, type VerifyError } from "./VerifyError.ts"

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

/** Which app's tokens are verified, with which MongoDB Cloud API key. */
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

/** Sends nothing: the administrator logs in when the first token is verified. */
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

  const outage = Outage.make(({ reason }, retryAfter) => new VerifierUnavailable({ reason, retryAfter }))
  // What is tried again is decided for all questions together: each by itself would multiply the load of an outage.
  const askOnce = (token: Redacted.Redacted) =>
    outage.whileUp(Effect.updateService(ask(token), SendOptions, (options) => ({ ...options, retries: 0 })))

  const scope = JSON.stringify([baseUrl.href, groupId, appId, publicKey])
  const cache = yield* VerificationCache.make(scope, askOnce, options, outage.refusal)

  return {
    /**
     * The claims of a valid token, which cannot be changed: others get the same. Does not notice that a session was
     * revoked or a user disabled.
     */
    verify: (token: Redacted.Redacted) => Effect.andThen(checkForm(token), cache.verify(token)),
    /** What `verify` comes to when nobody has to be asked, else nothing: see `VerificationCache`. */
    known: (token: string, sha256: (text: string) => string, clock: Clock.Clock) => {
      // A program without types hands on what a request lacks.
      const found = typeof token === "string" ? cache.known(token, sha256, clock) : undefined
      // Most are valid, and those need not be looked at.
      return found === undefined || found instanceof Error ? refusal(token) ?? found : found
    },
    inspect: cache.inspect
  }
})
