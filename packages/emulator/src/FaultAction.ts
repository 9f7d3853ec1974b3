/** What a fault does to a request or to its reply. In JSON as in code: `{ "type": "status", "status": 503 }`. */
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"

// What Node.js writes (RFC 9110 sections 5.1 and 5.5). Anything else would be a 500 without a word.
const FieldName = Schema.String.check(Schema.isPattern(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/))
const FieldValue = Schema.String.check(Schema.isPattern(/^[\t\x20-\x7e\x80-\xff]*$/))

const Wait = Schema.DurationFromString.check(
  Schema.makeFilter((wait: Duration.Duration) => !Duration.isNegative(wait), { expected: "no negative duration" })
)

/**
 * Seconds as a number, which may be 0, negative or huge; any text as it is; or a date so many seconds from the emulator's
 * time, of the past if negative.
 */
export const RetryAfter = Schema.Union([Schema.Finite, FieldValue, Schema.Struct({ date: Schema.Finite })])
export type RetryAfter = typeof RetryAfter.Type

/** The request is handled before the fault: its work is done and only the reply is lost. */
const lossy = { handled: Schema.optional(Schema.Boolean) }

const text = Schema.optional(Schema.String)
const names = Schema.optional(Schema.Array(Schema.String))

/**
 * Another status. The body is the documented one of the API that was asked; `code` and `description` change what it says,
 * `body` replaces it.
 */
export const Status = Schema.Struct({
  ...lossy,
  type: Schema.Literal("status"),
  status: Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })),
  code: text,
  description: text,
  body: Schema.optional(Schema.Json),
  retryAfter: Schema.optional(RetryAfter),
  headers: Schema.optional(Schema.Record(FieldName, FieldValue))
})

/** The request waits, on the emulator's clock, before it is handled. Later faults still apply. */
export const Delay = Schema.Struct({ type: Schema.Literal("delay"), for: Wait })

/** No reply, and the connection stays open. */
export const Hang = Schema.Struct({ ...lossy, type: Schema.Literal("hang") })

/** The connection is reset (TCP RST). */
export const Reset = Schema.Struct({ ...lossy, type: Schema.Literal("reset") })

/** The connection is closed without a byte. */
export const EmptyReply = Schema.Struct({ ...lossy, type: Schema.Literal("emptyReply") })

/** The connection is closed after so many bytes of the body, half of them by default. `Content-Length` promised all. */
export const TruncatedBody = Schema.Struct({
  type: Schema.Literal("truncatedBody"),
  bytes: Schema.optional(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)))
})

/** Half of the body in one chunk, then a chunk whose size is no number (RFC 9112 section 7.1). */
export const MalformedChunk = Schema.Struct({ type: Schema.Literal("malformedChunk") })

/** The bytes of the body come one by one over this time of the emulator's clock. */
export const SlowBody = Schema.Struct({ type: Schema.Literal("slowBody"), over: Wait })

/** The same body under another `Content-Type`. */
export const ContentType = Schema.Struct({ type: Schema.Literal("contentType"), contentType: FieldValue })

/** A page, as a proxy in front of the service answers it. The status is 502 by default. */
export const Html = Schema.Struct({
  ...lossy,
  type: Schema.Literal("html"),
  status: Schema.optional(Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })))
})

/** A complete reply whose body is the first half of its JSON. */
export const InvalidJson = Schema.Struct({ type: Schema.Literal("invalidJson") })

/** Status 200 with the documented body of an error. */
export const OkWithError = Schema.Struct({
  ...lossy,
  type: Schema.Literal("okWithError"),
  code: text,
  description: text
})

/** Members of the JSON body, or header fields, that are missing or stand there twice. */
export const Fields = Schema.Struct({
  type: Schema.Literal("fields"),
  missing: names,
  doubled: names,
  missingHeaders: names,
  doubledHeaders: names
})

/** Another location; 308 by default. */
export const Redirect = Schema.Struct({
  ...lossy,
  type: Schema.Literal("redirect"),
  location: FieldValue.check(Schema.isNonEmpty()),
  status: Schema.optional(Schema.Literals([301, 302, 303, 307, 308]))
})

/** Every access token is refused with a 401 as expired, while logins and renewals go on working. */
export const AccessRefused = Schema.Struct({ type: Schema.Literal("accessRefused") })

export const FaultAction = Schema.Union([
  Status,
  Delay,
  Hang,
  Reset,
  EmptyReply,
  TruncatedBody,
  MalformedChunk,
  SlowBody,
  ContentType,
  Html,
  InvalidJson,
  OkWithError,
  Fields,
  Redirect,
  AccessRefused
])
export type FaultAction = typeof FaultAction.Type
