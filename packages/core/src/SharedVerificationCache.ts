/** Where the servers of a fleet tell each other which tokens they found valid. Without Effect, for people who write their own. */

/** What was set, and how many milliseconds are left of it. */
export interface SharedVerdict {
  readonly verdict: unknown
  readonly life: number
}

/**
 * `key` is a hash: no token is ever given to it. A method that cannot do its work rejects, within 250 ms: then each server asks
 * for itself. Whoever can write where it keeps this decides which tokens are valid.
 */
export interface SharedVerificationCache {
  readonly get: (key: string) => Promise<SharedVerdict | undefined>
  /** Keeps a value of JSON for `life` milliseconds, and no longer. */
  readonly set: (key: string, verdict: unknown, life: number) => Promise<void>
}
