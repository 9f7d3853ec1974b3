/** The last line of the terminal, which is rewritten. Nothing but a terminal has one. */
import * as Effect from "effect/Effect"

const toStart = "\r\u001B[K"

// A process has one terminal, whoever writes to it.
let isShown = false

/** A terminal that cannot erase gets lines like a pipe. */
export const isPossible = (): boolean => process.stderr.isTTY && process.env["TERM"] !== "dumb"

/** In place of what the line shows. What does not fit would wrap, and could not be erased. */
export const show = (text: string): Effect.Effect<void> =>
  Effect.sync(() => {
    isShown = true
    process.stderr.write(`${toStart}${text.slice(0, Math.max(1, (process.stderr.columns || 80) - 1))}`)
  })

/** Before anything else is written. */
export const erase = Effect.sync(() => {
  if (!isShown) return
  isShown = false
  process.stderr.write(toStart)
})
