/** Anything that has access tokens to give: a user, a service account, an object of your own. Knows nothing of Effect. */

/** Milliseconds, or a text such as `"30 seconds"`. */
export type DurationInput =
  | number
  | `${number} ${"milli" | "millis" | "second" | "seconds" | "minute" | "minutes" | "hour" | "hours"}`

/** What limits a call; a client has the same for all its calls. */
export interface CallOptions {
  /** For the whole call, waiting and tries included. By default 90 s. */
  readonly deadline?: DurationInput | undefined
  /** The longest wait that a server may ask for, by default 60 s. When it asks for more, the call fails at once. */
  readonly maxRetryAfter?: DurationInput | undefined
  /** Tries after the first, by default 3. A 429 counts as none. */
  readonly retries?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** A request as the schedule sees it. */
export interface ScheduledRequest extends CallOptions {
  readonly method: string
  readonly url: string
  /** May it be sent again when it is not clear whether the server saw it? By default as its method says. */
  readonly idempotent?: boolean | undefined
  /** Can its body be sent again? By default yes; a stream cannot. */
  readonly replayable?: boolean | undefined
}

/** The header fields of a reply, by their names in lower case: a `Headers`, or a `Map`, which is made in less time. */
export interface ReplyHeaders extends Iterable<readonly [name: string, value: string]> {
  readonly get: (name: string) => string | null | undefined
  readonly has: (name: string) => boolean
}

/** A reply as the schedule sees it. `text` is the body of a refusal, which may tell the limit. */
export interface ScheduledReply<R> {
  readonly status: number
  readonly headers: ReplyHeaders
  readonly text?: string | undefined
  readonly value: R
}

/** What adapters such as the axios interceptor need. */
export interface TokenSource {
  /** The API that its tokens are for, such as `https://cloud.mongodb.com`, or who knows it. Adapters send them nowhere else. */
  readonly origin?: string | ((options?: CallOptions) => Promise<string>)
  /** Does a 401 with this body mean that the token was refused? By default every 401 does. */
  readonly isRefusal?: (body: string) => boolean
  /** A token that is good for at least 10 s. */
  readonly getAccessToken: (options?: CallOptions) => Promise<string>
  /** Says that the server refused this token. Nothing happens unless it is the current one. */
  readonly invalidate: (token: string) => void | Promise<void>
  /** Sends a request when the server may be asked, and again where that is safe. `attempt` counts from 0. */
  readonly schedule?: <R>(
    request: ScheduledRequest,
    send: (attempt: number, signal: AbortSignal) => Promise<ScheduledReply<R>>
  ) => Promise<R>
}
