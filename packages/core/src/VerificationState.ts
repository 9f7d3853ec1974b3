/** How a cache of verified tokens does. */

/** What the cache did so far, and what it holds. */
export interface State {
  /** Answers from memory. */
  readonly hits: number
  /** Answers that had to be asked for, or were being asked for; those who were turned away instead are counted too. */
  readonly misses: number
  /** Misses whose answer was here and had ended. */
  readonly stale: number
  /** Answers that were forgotten before they ended, for want of room. */
  readonly evicted: number
  /** Valid tokens in memory, those that have ended and were not asked for again included. */
  readonly valid: number
  /** Refused tokens in memory. */
  readonly refused: number
  /** Tokens that are being asked about. */
  readonly asking: number
}
