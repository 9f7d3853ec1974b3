/** From 1970 to 9999: the times that a `Date` field can tell and a token can name (RFC 9110 section 5.6.7). */

/** Milliseconds since 1970. */
export const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Whether so many milliseconds since 1970 are one of them. */
export const has = (millis: number): boolean => Number.isFinite(millis) && millis >= 0 && millis <= latest

/** The one that is nearest. */
export const nearest = (millis: number): number => Math.min(Math.max(0, millis), latest)
