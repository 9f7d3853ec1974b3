/** How a call ended. */
import { setTimeout } from "node:timers/promises"

export interface Ended {
  /** `passed` with a 2xx, `failed` otherwise, `waiting` when the bench no longer waited for it. */
  readonly as: "passed" | "failed" | "waiting"
  readonly millis: number
}

/** Watches a call for `limitMillis` at most. */
export const of = async (call: () => Promise<number>, limitMillis: number): Promise<Ended> => {
  const started = performance.now()
  const running = async () => {
    try {
      const status = await call()
      return status >= 200 && status < 300 ? "passed" : "failed"
    } catch {
      return "failed"
    }
  }
  const watch = new AbortController()
  const late = setTimeout(limitMillis, "waiting" as const, { signal: watch.signal }).catch(() => "waiting" as const)
  const as = await Promise.race([running(), late])
  watch.abort()
  return { as, millis: performance.now() - started }
}
