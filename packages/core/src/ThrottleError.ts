/** Why a request was not sent, or not sent again, beside a wait that is too long (`RateLimited`). */
import * as Schema from "effect/Schema"
import type { RateLimited } from "./RateLimited.ts"

/** The caller's deadline passed. `attempts` counts what was sent until then; `cause` is why the last of them was no success. */
export class DeadlineExceeded extends Schema.TaggedError<DeadlineExceeded>()("DeadlineExceeded", {
  deadline: Schema.Duration,
  attempts: Schema.Int,
  cause: Schema.optional(Schema.String)
}) {
  override get message() {
    const last = this.cause === undefined ? "" : `, of which the last failed with ${this.cause}`
    return `The deadline passed (attempts: ${this.attempts}${last}). Give it more time, or find out what is wrong there.`
  }
}

/** The server failed many times in a row and is left alone for a while. Nothing was sent. */
export class CircuitOpen extends Schema.TaggedError<CircuitOpen>()("CircuitOpen", {
  origin: Schema.String,
  retryAt: Schema.DateTimeUtc
}) {
  override get message() {
    return `${this.origin} failed many times in a row and is left alone for some seconds.`
  }
}

/** The request would have to be sent again, and its body was a stream that is gone. Give a value instead. */
export class BodyNotReplayable extends Schema.TaggedError<BodyNotReplayable>()("BodyNotReplayable", {
  cause: Schema.String
}) {
  override get message() {
    return `The request failed (${this.cause}), and its body is a stream that cannot be sent again.`
  }
}

export type ThrottleError = RateLimited | DeadlineExceeded | CircuitOpen | BodyNotReplayable
