/** Drives a gate as its lane does, with times that the test makes up. */
import type * as RateLimit from "@atlas-bearer/core/RateLimit"
import { Duration } from "effect"
import * as Gate from "../../src/internal/Gate.ts"

export const window = (count: number, millis: number): RateLimit.Window => ({
  _tag: "Window",
  count,
  window: Duration.millis(millis)
})

export const bucket = (capacity: number, refill: number, millis: number): RateLimit.Bucket => ({
  _tag: "Bucket",
  capacity,
  refill,
  every: Duration.millis(millis)
})

/** Wait so long. */
export const waitFor = (millis: number, rate: RateLimit.RateLimit = {}): RateLimit.RateLimit => ({
  ...rate,
  retryAfter: Duration.millis(millis)
})

/** So many are left until the reset. */
export const left = (remaining: number, resetAfter?: number): RateLimit.RateLimit => ({
  remaining,
  resetAfter: resetAfter === undefined ? undefined : Duration.millis(resetAfter)
})

/** Sends what may go now, and says how much that was. */
export const fill = (gate: Gate.Gate, now: number, most = 10_000): number => {
  let sent = 0
  while (sent < most && gate.next(now) <= now) {
    gate.take(now)
    sent++
  }
  return sent
}

export const admit = (gate: Gate.Gate, now: number, times: number, rate: RateLimit.RateLimit = {}) => {
  for (let time = 0; time < times; time++) gate.admit(rate, now)
}

/** Sends and admits, one by one or as many at a time as may go, until the gate has admitted `count` at `now`. */
export const admitInAll = (gate: Gate.Gate, now: number, count: number) => {
  let admitted = 0
  while (admitted < count) {
    const sent = fill(gate, now, count - admitted)
    if (sent === 0) return admitted
    admit(gate, now, sent)
    admitted += sent
  }
  return admitted
}

export const start = 1_000_000

/** A gate that sent `sent` and got a refusal for the last of them, when the others were admitted. */
export const refusedAfter = (sent: number, rate = waitFor(2000), jitter = 0) => {
  const gate = Gate.make()
  admitInAll(gate, start, sent - 1)
  fill(gate, start, 1)
  gate.refuse(rate, start, jitter)
  return gate
}
