/** A time that the emulator can have, in milliseconds since 1970: what a `Date` field can tell (RFC 9110 section 5.6.7). */
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** False for what is no number too. */
export const isInstant = (millis: number): boolean => Number.isFinite(millis) && millis >= 0 && millis <= latest

/** The nearest one, in whole milliseconds: what is stored has no parts of them. */
export const nearest = (millis: number): number => Math.round(Math.min(Math.max(millis, 0), latest))
