/**
 * Why a call failed before or between its requests: the `cause` of the `AxiosError`. A token source with a schedule of its own
 * has its own errors, with the same tags. These know nothing of Effect.
 */

/** An option that cannot work. `option` names it, `reason` says what it should be. */
export class InvalidOption extends Error {
  readonly _tag = "InvalidOption"
  override readonly name = "InvalidOption"
  readonly option: string
  readonly reason: string
  constructor({ option, reason }: { readonly option: string; readonly reason: string }) {
    super(`Option ${option} ${reason}`)
    this.option = option
    this.reason = reason
  }
}

/** The server asks for a longer wait than the caller has patience for. Try again at `retryAt`. */
export class RateLimited extends Error {
  readonly _tag = "RateLimited"
  override readonly name = "RateLimited"
  /** Milliseconds. */
  readonly retryAfter: number
  readonly retryAt: Date
  /** What was sent for this call. */
  readonly attempts: number
  constructor({ attempts, retryAfter }: { readonly attempts: number; readonly retryAfter: number }) {
    super(`Too many requests: try again in ${Math.ceil(retryAfter / 1000)} s.`)
    this.retryAfter = retryAfter
    // The latest instant that a Date can have.
    this.retryAt = new Date(Math.min(Date.now() + retryAfter, 8.64e15))
    this.attempts = attempts
  }
}

/** The caller's deadline passed. `attempts` counts what was sent until then. */
export class DeadlineExceeded extends Error {
  readonly _tag = "DeadlineExceeded"
  override readonly name = "DeadlineExceeded"
  /** Milliseconds. */
  readonly deadline: number
  readonly attempts: number
  constructor({ attempts, deadline }: { readonly attempts: number; readonly deadline: number }) {
    super(`The deadline passed after ${attempts} attempts. Give it more time, or see why the server is slow.`)
    this.deadline = deadline
    this.attempts = attempts
  }
}

/** The request would have to be sent again, and its body was a stream that is gone. Give a value, or a function that makes one. */
export class BodyNotReplayable extends Error {
  readonly _tag = "BodyNotReplayable"
  override readonly name = "BodyNotReplayable"
  /** @param reason what the request failed with, such as `401` */
  constructor(reason: string) {
    super(`The request failed (${reason}), and its body is a stream that cannot be sent again.`)
  }
}

/**
 * The token source gave none. `failure` is what it failed with; it is not shown with this error, since it may be an `AxiosError`
 * of the renewal, with the refresh token in its config.
 */
export class NoAccessToken extends Error {
  readonly _tag = "NoAccessToken"
  override readonly name = "NoAccessToken"
  declare readonly failure: unknown
  constructor({ failure, reason }: { readonly failure?: unknown; readonly reason: string }) {
    super(`There is no access token: ${reason}`)
    Object.defineProperty(this, "failure", { value: failure })
  }
}
