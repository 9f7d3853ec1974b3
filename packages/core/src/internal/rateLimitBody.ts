/** What the body of a refusal tells of the limit. */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { RateLimit } from "../RateLimit.ts"
import * as RetryAfter from "../RetryAfter.ts"

const Count = Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000_000 }))
const Period = Schema.Finite.check(Schema.isBetween({ minimum: 0.001, maximum: 1_000_000_000 }))

const TokenBucketBody = Schema.Struct({
  errorCode: Schema.Literal("RATE_LIMITED_TOKEN_BUCKET"),
  parameters: Schema.Tuple([Schema.String, Schema.Finite, Count, Count, Period])
})

const WindowBody = Schema.Struct({
  errorCode: Schema.Literal("RATE_LIMITED"),
  parameters: Schema.Tuple([Schema.String, Count, Period])
})

const fromJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Union([TokenBucketBody, WindowBody])))

const sentence = /limited to (\d{1,9}) requests? every (\d{1,9}(?:\.\d{1,9})?) (second|minute|hour)s?/i
const units = { second: Duration.seconds, minute: Duration.minutes, hour: Duration.hours }

/** The Atlas Administration API's parameters, else the sentence that all bodies of the vendor have. */
export const fromBody = (text: string): RateLimit => {
  if (text === "") return {}
  const body = Option.getOrUndefined(fromJson(text))
  if (body?.errorCode === "RATE_LIMITED_TOKEN_BUCKET") {
    const [bucket, seconds, capacity, refill, period] = body.parameters
    return {
      bucket,
      retryAfter: seconds > 0 ? Duration.min(Duration.seconds(seconds), RetryAfter.longest) : undefined,
      limit: { _tag: "Bucket", capacity, refill, every: Duration.seconds(period) }
    }
  }
  if (body?.errorCode === "RATE_LIMITED") {
    const [, count, minutes] = body.parameters
    return { limit: { _tag: "Window", count, window: Duration.minutes(minutes) } }
  }
  const [, count, amount, unit] = sentence.exec(text) ?? []
  if (!Number(count) || !Number(amount)) return {}
  const toDuration = unit?.toLowerCase() === "second"
    ? units.second
    : unit?.toLowerCase() === "hour"
    ? units.hour
    : units.minute
  return { limit: { _tag: "Window", count: Number(count), window: toDuration(Number(amount)) } }
}
