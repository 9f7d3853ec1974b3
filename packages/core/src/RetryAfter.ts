/** The `Retry-After` field (RFC 9110 section 10.2.3): the least time to wait, told by the server. */
import * as Duration from "effect/Duration"
import * as Headers from "effect/http/Headers"
import * as Schema from "effect/Schema"
import * as RetryAfterField from "./RetryAfterField.ts"

/** The fields of a reply that say when to come back; `Date` is the clock that a date in `Retry-After` belongs to. */
export const fields = {
  "retry-after": Schema.optional(Schema.String),
  date: Schema.optional(Schema.String)
}

/** Nobody waits for a thousand years, and a much longer time has no date. */
export const longest = Duration.days(365_000)

/** The wait counted from the receipt of the reply. `undefined` when there is no field or it makes no sense. */
export const fromFields = (reply: {
  readonly "retry-after"?: string | undefined
  readonly date?: string | undefined
}): Duration.Duration | undefined => {
  const wait = RetryAfterField.toMillis(reply["retry-after"], reply.date)
  return wait === undefined ? undefined : Duration.min(Duration.millis(wait), longest)
}

/** The fields that a server sends to ask for this wait. */
export const toFields = (wait: Duration.Duration | undefined): { readonly "retry-after"?: string } =>
  wait === undefined ? {} : { "retry-after": Headers.formatRetryAfter(Headers.retryAfterDuration(wait)) }

/** For messages. */
export const inWords = (wait: Duration.Duration | undefined): string =>
  wait === undefined ? "later" : `in ${toFields(wait)["retry-after"]} s`
