/** The `Retry-After` field (RFC 9110 section 10.2.3): the least time to wait, told by the server. */
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Headers from "effect/http/Headers"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** The fields of a reply that say when to come back; `Date` is the clock that a date in `Retry-After` belongs to. */
export const fields = {
  "retry-after": Schema.optional(Schema.String),
  date: Schema.optional(Schema.String)
}

const fractionalSeconds = /^\d+\.\d+$/

/** Nobody waits for a thousand years, and a much longer time has no date. */
export const longest = Duration.days(365_000)

/**
 * The wait counted from the receipt of the reply, in whole seconds, rounded up. A date is measured by the reply's own
 * `Date`, so that a wrong clock here does not matter. `undefined` when there is no field or it makes no sense.
 */
export const fromFields = (reply: {
  readonly "retry-after"?: string | undefined
  readonly date?: string | undefined
}): Duration.Duration | undefined => {
  const field = reply["retry-after"]?.trim()
  if (field === undefined) return undefined
  if (fractionalSeconds.test(field)) {
    const seconds = Math.ceil(Number(field))
    return Number.isFinite(seconds) ? Duration.min(Duration.seconds(seconds), longest) : undefined
  }
  return Result.match(Headers.parseRetryAfter(field), {
    onFailure: () => undefined,
    onSuccess: (retryAfter) => {
      if (retryAfter._tag === "Duration") return Duration.min(retryAfter.duration, longest)
      if (reply.date === undefined) return undefined
      return Result.match(Headers.parseHttpDate(reply.date), {
        onFailure: () => undefined,
        onSuccess: (date) => Headers.retryAfterDelay(retryAfter, DateTime.toEpochMillis(date))
      })
    }
  })
}

/** The fields that a server sends to ask for this wait. */
export const toFields = (wait: Duration.Duration | undefined): { readonly "retry-after"?: string } =>
  wait === undefined ? {} : { "retry-after": Headers.formatRetryAfter(Headers.retryAfterDuration(wait)) }

/** For messages. */
export const inWords = (wait: Duration.Duration | undefined): string =>
  wait === undefined ? "later" : `in ${toFields(wait)["retry-after"]} s`
