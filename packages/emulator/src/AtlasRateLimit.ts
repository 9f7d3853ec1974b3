/** How many requests of the Atlas Administration API a service account may make, by a token bucket for each endpoint. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import { ApiBody } from "@atlas-bearer/core/OAuthErrorOnWire"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as TokenBucket from "./TokenBucket.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** Header fields of a reply, under the vendor's names. */
export type Fields = Readonly<Record<string, string>>

/** The bucket is empty. `body` is the reply's content. */
export class AtlasRateLimited extends Data.TaggedError("AtlasRateLimited")<{
  readonly fields: Fields
  readonly body: typeof ApiBody.Encoded
}> {}

const units = { s: 1_000, m: 60_000, h: 3_600_000 }

/** `10:5/60s`: a bucket for 10 requests, into which 5 are put every 60 seconds; `off` is no limit, `undefined`. */
export const parse = (text: string): Result.Result<TokenBucket.Limit | undefined, InvalidOption> => {
  if (text === "off") return Result.succeed(undefined)
  const form = /^([1-9]\d{0,8}):([1-9]\d{0,8})\/([1-9]\d{0,5})([smh])$/
  const [, capacity, refill, count, unit] = form.exec(text) ?? []
  return unit === "s" || unit === "m" || unit === "h"
    ? Result.succeed({ capacity: Number(capacity), refill: Number(refill), period: Number(count) * units[unit] })
    : Result.fail(
      new InvalidOption({
        option: "atlasRateLimit",
        reason: `must be off, or capacity:refill/period such as 10:5/60s, not ${JSON.stringify(text)}`
      })
    )
}

const encodeBody = Schema.encodeSync(ApiBody)

export class AtlasRateLimit extends Context.Service<AtlasRateLimit, {
  /** What the reply says of the limit. `resource` is the path as it is declared. */
  readonly admit: (resource: string, clientId: string) => Effect.Effect<Fields, AtlasRateLimited>
  /** Forgets who asked. */
  readonly clear: Effect.Effect<void>
}>()("@atlas-bearer/emulator/AtlasRateLimit") {
  /** Without a limit everything is admitted. */
  static readonly layer = (limit: TokenBucket.Limit | undefined) =>
    Layer.effect(
      AtlasRateLimit,
      Effect.gen(function*() {
        if (limit === undefined) return { admit: () => Effect.succeed({}), clear: Effect.void }
        const { capacity, period, refill } = limit
        const clock = yield* VirtualClock
        const bucket = TokenBucket.make(limit)
        return {
          clear: Effect.sync(bucket.clear),
          admit: Effect.fn("AtlasRateLimit.admit")(function*(resource: string, clientId: string) {
            const { remaining, wait } = bucket.take(JSON.stringify([resource, clientId]), yield* clock.now)
            const fields = { "ratelimit-limit": String(capacity), "ratelimit-remaining": String(remaining) }
            if (wait === 0) return fields
            const [set, seconds] = [resource.slice(1), Math.max(1, Math.ceil(wait / 1000))]
            return yield* new AtlasRateLimited({
              fields: { ...fields, "retry-after": String(seconds) },
              body: encodeBody({
                status: 429,
                code: "RATE_LIMITED_TOKEN_BUCKET",
                description: `Rate limit exceeded for ${set}. Please retry after ${seconds} seconds. ` +
                  `Request capacity: ${capacity}. Refill rate: ${refill} per ${period / 1000} seconds.`,
                parameters: [set, seconds, capacity, refill, period / 1000],
                reason: "Too Many Requests"
              })
            })
          })
        }
      })
    )
}
