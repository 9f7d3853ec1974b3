/** Durations for people. */

/** `29 min 05 s`, `4.2 s`, `12 ms`. `millis` below 0 is none. */
export const inWords = (millis: number): string => {
  const seconds = Math.max(0, millis) / 1000
  if (seconds < 0.1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`
}
