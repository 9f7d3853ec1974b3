/** How the processes of a fleet share what servers tell of their limits. Without Effect, for people who write their own. */

/** At most `count` requests in any `window` milliseconds. */
export interface SharedWindow {
  readonly count: number
  readonly window: number
}

/** A bucket of `capacity` requests, into which `refill` of them are put every `every` milliseconds. */
export interface SharedBucket {
  readonly capacity: number
  readonly refill: number
  readonly every: number
}

/** What was told of one key. */
export interface Told {
  /** Milliseconds in which nobody may send. */
  readonly wait: number
  readonly limit?: SharedWindow | SharedBucket | undefined
  /** The bucket, where the server names one that several endpoints share. */
  readonly bucket?: string | undefined
}

/** What others told last. `wait` is what is left now, and may be nothing or less. */
export interface Heard extends Told {
  /** Another one for what is told anew. */
  readonly id: string
}

/** A request's leave to be sent, of all that the fleet may send. It counts for a while even when nobody ends it. */
export interface Admission {
  /** The reply is here, or there will be none: from now on the window runs. */
  readonly settle: () => void
  /** It was not sent, and does not count. */
  readonly cancel: () => void
}

/** Whoever wants to know what others tell. */
export interface Follower {
  /** Others told something: `heard` knows it. Or they could be heard again after a failure. */
  readonly onChange: () => void
  /** They cannot be heard now. */
  readonly onFailure: (error: unknown) => void
}

/**
 * `key` names what the server limits: method, origin, path template and whose credential. A method that cannot do its work
 * rejects, within 250 ms: then requests go by what this process knows itself.
 */
export interface SharedThrottle {
  /** Hears what others tell, until the function that it gives is called. */
  readonly follow: (follower: Follower) => () => void
  /** Nothing when what was told before is here or cannot be had now; else resolves then. Never rejects. */
  readonly ready: () => Promise<void> | undefined
  /** Asks nobody: it is called for each request. */
  readonly heard: (key: string) => Heard | undefined
  readonly tell: (key: string, told: Told) => Promise<void>
  /** Leave for one request, or how many milliseconds to wait before asking again. Undone when `signal` aborts. */
  readonly admit: (key: string, limit: SharedWindow, signal: AbortSignal) => Promise<Admission | number>
}
