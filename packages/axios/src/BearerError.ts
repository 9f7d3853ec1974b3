/**
 * Why a call failed before or between its requests: the `cause` of the `AxiosError`. A token source with a schedule of its own
 * has its own errors, with the same tags. These know nothing of Effect.
 */

class Tagged<Tag extends string> extends Error {
  declare readonly _tag: Tag
  declare readonly name: Tag
  constructor(tag: Tag, message: string) {
    super(message)
    this.name = this._tag = tag
  }
}

/** An option that cannot work. `option` names it, `reason` says what it should be. */
export class InvalidOption extends Tagged<"InvalidOption"> {
  declare readonly option: string
  declare readonly reason: string
  constructor({ option, reason }: { readonly option: string; readonly reason: string }) {
    super("InvalidOption", `Option ${option} ${reason}`)
    this.option = option
    this.reason = reason
  }
}

/** The server asks for a longer wait than the caller has patience for. Try again at `retryAt`. */
export class RateLimited extends Tagged<"RateLimited"> {
  /** Milliseconds. */
  declare readonly retryAfter: number
  declare readonly retryAt: Date
  /** What was sent for this call. */
  declare readonly attempts: number
  constructor({ attempts, retryAfter }: { readonly attempts: number; readonly retryAfter: number }) {
    super("RateLimited", `Too many requests: try again in ${Math.ceil(retryAfter / 1000)} s.`)
    this.retryAfter = retryAfter
    // The latest instant that a Date can have.
    this.retryAt = new Date(Math.min(Date.now() + retryAfter, 8.64e15))
    this.attempts = attempts
  }
}

/** The caller's deadline passed. `attempts` counts what was sent until then. */
export class DeadlineExceeded extends Tagged<"DeadlineExceeded"> {
  /** Milliseconds. */
  declare readonly deadline: number
  declare readonly attempts: number
  constructor({ attempts, deadline }: { readonly attempts: number; readonly deadline: number }) {
    super(
      "DeadlineExceeded",
      `The deadline passed (attempts: ${attempts}). Give it more time, or see why the server is slow.`
    )
    this.deadline = deadline
    this.attempts = attempts
  }
}

/** The request would have to be sent again, and its body was a stream that is gone. Give a value, or a function that makes one. */
export class BodyNotReplayable extends Tagged<"BodyNotReplayable"> {
  /** @param reason what the request failed with, such as `401` */
  constructor(reason: string) {
    super("BodyNotReplayable", `The request failed (${reason}), and its body is a stream that cannot be sent again.`)
  }
}

/**
 * The token source gave none. `failure` is what it failed with; it is not shown with this error, since it may be an `AxiosError`
 * of the renewal, with the refresh token in its config.
 */
export class NoAccessToken extends Tagged<"NoAccessToken"> {
  declare readonly failure: unknown
  constructor({ failure, reason }: { readonly failure?: unknown; readonly reason: string }) {
    super("NoAccessToken", `There is no access token: ${reason}`)
    Object.defineProperty(this, "failure", { value: failure })
  }
}
