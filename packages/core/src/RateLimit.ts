/** What a reply tells of the server's limit, read from all that servers say, the most exact first. */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Headers from "effect/http/Headers"
import * as Result from "effect/Result"
import { fromBody } from "./internal/rateLimitBody.ts"
import * as RetryAfter from "./RetryAfter.ts"

/** At most `count` requests in any `window`. */
export interface Window {
  readonly _tag: "Window"
  readonly count: number
  readonly window: Duration.Duration
}

/** A bucket of `capacity` requests, into which `refill` of them are put every `every`. */
export interface Bucket {
  readonly _tag: "Bucket"
  readonly capacity: number
  readonly refill: number
  readonly every: Duration.Duration
}

/** Everything is optional: most replies tell little. */
export interface RateLimit {
  /** The bucket, where the server names one that several endpoints share. */
  readonly bucket?: string | undefined
  readonly limit?: Window | Bucket | undefined
  /** Requests that are left until `resetAfter` from now. */
  readonly remaining?: number | undefined
  readonly resetAfter?: Duration.Duration | undefined
  /** The least time to wait before the next request. */
  readonly retryAfter?: Duration.Duration | undefined
}

/** A reply with none of these has nothing to say in its header. */
export const fields: ReadonlyArray<string> = [
  "ratelimit",
  "ratelimit-remaining",
  "x-ratelimit-remaining",
  "retry-after",
  "retry-after-ms"
]

type Fields = Readonly<Record<string, string | undefined>>

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
const seconds = (text: string | undefined): Duration.Duration | undefined =>
  text !== undefined && /^\d{1,10}(?:\.\d{1,9})?$/.test(text.trim()) ? Duration.seconds(Number(text)) : undefined

/** `"name";r=5;t=30, "other";r=1`: the items of a structured field (RFC 9651) with their numeric parameters. */
const items = (field: string | undefined): ReadonlyArray<{ readonly name: string; readonly parameters: Fields }> =>
  (field ?? "").split(",").flatMap((item) => {
    const [name = "", ...parameters] = item.split(";").map((part) => part.trim())
    return /^"[^"]*"$/.test(name)
      ? [{
        name: name.slice(1, -1),
        parameters: Object.fromEntries(parameters.map((parameter) => parameter.split("=")))
      }]
      : []
  })

/** The `RateLimit` and `RateLimit-Policy` fields of the IETF's draft. Of several limits the tightest counts. */
const fromStructuredFields = (fields: Fields): RateLimit => {
  const [tightest] = items(fields["ratelimit"])
    .flatMap(({ name, parameters }) => {
      const remaining = whole(parameters["r"])
      return remaining === undefined ? [] : [{ name, remaining, resetAfter: seconds(parameters["t"]) }]
    })
    .toSorted((one, other) => one.remaining - other.remaining)
  if (tightest === undefined) return {}
  const policy = items(fields["ratelimit-policy"]).find(({ name }) => name === tightest.name)
  const count = whole(policy?.parameters["q"])
  const window = seconds(policy?.parameters["w"])
  const isLimit = count && window && !Duration.isZero(window)
  const { remaining, resetAfter } = tightest
  return { remaining, resetAfter, limit: isLimit ? { _tag: "Window", count, window } : undefined }
}

// Above this a reset is a time of day, in seconds since 1970, and not a wait.
const epochThreshold = 1_000_000_000

/** The separate fields of older servers, with or without `X-`. A limit without its window is no limit to count with. */
const fromSeparateFields = (fields: Fields): RateLimit => {
  const field = (name: string) => fields[`ratelimit-${name}`] ?? fields[`x-ratelimit-${name}`]
  const remaining = whole(field("remaining")?.split(/[,;]/, 1)[0])
  if (remaining === undefined) return {}
  const reset = seconds(field("reset"))
  const date = Result.getOrUndefined(Headers.parseHttpDate(fields["date"] ?? ""))
  const untilReset = reset === undefined || Duration.toSeconds(reset) < epochThreshold
    ? reset
    : date && Duration.millis(Math.max(0, Duration.toMillis(reset) - DateTime.toEpochMillis(date)))
  return { remaining, resetAfter: seconds(field("reset-after")) ?? untilReset }
}

const retryAfterOf = (fields: Fields): Duration.Duration | undefined => {
  const milliseconds = whole(fields["retry-after-ms"])
  return milliseconds === undefined
    ? RetryAfter.fromFields({ "retry-after": fields["retry-after"], date: fields["date"] })
    : Duration.min(Duration.millis(milliseconds), RetryAfter.longest)
}

/** What is malformed is left out; a reply never fails because of it. `text` is the body of a refusal. */
export const fromReply = (reply: Fields, text = ""): RateLimit => {
  if (text === "" && !fields.some((name) => name in reply)) return {}
  const sources = [fromBody(text), fromStructuredFields(reply), fromSeparateFields(reply)]
  const first = <K extends keyof RateLimit>(key: K) => sources.find((source) => source[key] !== undefined)?.[key]
  return {
    bucket: first("bucket"),
    limit: first("limit"),
    remaining: first("remaining"),
    resetAfter: sources.find((source) => source.remaining !== undefined)?.resetAfter,
    retryAfter: first("retryAfter") ?? retryAfterOf(reply)
  }
}
