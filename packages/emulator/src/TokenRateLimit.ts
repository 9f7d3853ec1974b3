/** How many token requests an address may make for a client id. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import { RateLimited } from "@atlas-bearer/core/OAuthError"
import { ApiBody } from "@atlas-bearer/core/OAuthErrorOnWire"
import * as RetryAfter from "@atlas-bearer/core/RetryAfter"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SlidingLog from "./SlidingLog.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** At most so many requests in any window. */
export interface Limit {
  readonly requests: number
  readonly window: Duration.Duration
}

/** Who asks for what. `resource` is the path. */
export interface Key {
  readonly resource: string
  readonly ip: string
  readonly clientId: string
}

const units = { s: Duration.seconds, m: Duration.minutes, h: Duration.hours }

/** `10/1m`, `10/2s` or `3/1h`; `off` is no limit, `undefined`. */
export const parse = (text: string): Result.Result<Limit | undefined, InvalidOption> => {
  if (text === "off") return Result.succeed(undefined)
  const [, requests, count, unit] = /^([1-9]\d{0,8})\/([1-9]\d{0,5})([smh])$/.exec(text) ?? []
  return unit === "s" || unit === "m" || unit === "h"
    ? Result.succeed({ requests: Number(requests), window: units[unit](Number(count)) })
    : Result.fail(
      new InvalidOption({
        option: "tokenRateLimit",
        reason: `must be off, or requests per window such as 10/1m or 10/2s, not ${JSON.stringify(text)}`
      })
    )
}

const encodeBody = Schema.encodeSync(ApiBody)

/** Whole minutes are called so, as on the vendor's page. */
const every = (window: Duration.Duration) => {
  const seconds = Duration.toSeconds(window)
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`
}

interface ApiReply {
  readonly body: typeof ApiBody.Encoded
  readonly fields: { readonly [field: string]: string | undefined }
}

export class TokenRateLimit extends Context.Service<TokenRateLimit, {
  /** Refused requests do not count. */
  readonly admit: (key: Key) => Effect.Effect<void, RateLimited>
  /** The reply with the body of the Atlas API: `undefined` where that of the endpoint's own page is used. */
  readonly inApiBody: (resource: string, refusal: RateLimited) => ApiReply | undefined
  /** Forgets who asked. */
  readonly clear: Effect.Effect<void>
}>()("@atlas-bearer/emulator/TokenRateLimit") {
  /** Without a limit everything is admitted. */
  static readonly layer = (limit: Limit | undefined, body: "oauth" | "api" = "oauth") =>
    Layer.effect(
      TokenRateLimit,
      Effect.gen(function*() {
        const inApiBody = (resource: string, { description, retryAfter }: RateLimited) =>
          body === "oauth" || limit === undefined ? undefined : {
            body: encodeBody({
              status: 429,
              code: "RATE_LIMITED",
              description,
              parameters: [resource, limit.requests, Duration.toMinutes(limit.window)],
              reason: "Too Many Requests"
            }),
            fields: RetryAfter.toFields(retryAfter)
          }
        if (limit === undefined) return { inApiBody, admit: () => Effect.void, clear: Effect.void }
        const { requests, window } = limit
        const clock = yield* VirtualClock
        const log = SlidingLog.make({ requests, window: Duration.toMillis(window) })
        return {
          inApiBody,
          clear: Effect.sync(log.clear),
          admit: Effect.fn("TokenRateLimit.admit")(function*({ clientId, ip, resource }: Key) {
            const wait = log.admit(JSON.stringify([resource, ip, clientId]), yield* clock.now)
            if (wait === undefined) return
            return yield* new RateLimited({
              description: `Resource ${resource} is limited to ${requests} requests every ${every(window)}.`,
              retryAfter: Duration.seconds(Math.max(1, Math.ceil(wait / 1000)))
            })
          })
        }
      })
    )
}
