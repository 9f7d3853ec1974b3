/** What a clock shows. */
import { nearest } from "./Instant.ts"

/**
 * `now` is in milliseconds since 1970, without the `skew`: so many milliseconds the server is ahead of it. `version` counts
 * how often somebody changed the clock.
 */
export interface ClockReading {
  readonly now: number
  readonly skew: number
  readonly frozen: boolean
  readonly version: number
}

/** What time the server says it is. */
export const serverTime = ({ now, skew }: ClockReading): number => nearest(now + skew)
