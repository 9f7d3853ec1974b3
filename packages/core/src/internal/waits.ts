/** How long to wait, in milliseconds, with jitter from 0 to 1. */

/** 200 ms, doubled with each failure up to 10 s, with full jitter. `failures` counts those before. */
export const backOff = (failures: number, jitter: number): number => Math.min(200 * 2 ** failures, 10_000) * jitter

/** Never earlier than told; later by at most 1 % and a second, so that processes do not meet again. */
export const told = (wait: number, jitter: number): number => wait + Math.min(wait * 0.01, 1000) * jitter

/** What the server refused without saying for how long is never tried again at once. */
export const untold = (refusals: number, jitter: number): number => backOff(refusals - 1, Math.max(jitter, 0.05))
