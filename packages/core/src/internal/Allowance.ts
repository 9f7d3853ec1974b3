/** Counts requests against a limit that is known, so that exactly as many are released as it allows. */
import * as Duration from "effect/Duration"
import type { Bucket, Window } from "../RateLimit.ts"

/** Times are in milliseconds. */
export interface Allowance {
  readonly limit: Window | Bucket
  /** When the next request may go: in the past for at once, never before a reply for `Infinity`. */
  readonly next: (now: number) => number
  readonly take: (now: number) => void
  /** The reply's header is here. */
  readonly settle: (now: number) => void
  /** The server says that nothing is left until `until`. */
  readonly exhaust: (until: number) => void
}

/**
 * A sliding log of the times at which replies came. The server counted a request before it replied, so a place that is
 * free here is free there, whatever the network does. A request without a reply holds its place.
 */
const slidingLog = (limit: Window): Allowance => {
  const span = Duration.toMillis(limit.window)
  let log: Array<number> = []
  let inFlight = 0
  let exhaustedUntil = 0
  return {
    limit,
    next: (now) => {
      if (exhaustedUntil > now) return exhaustedUntil
      log = log.filter((time) => time + span > now)
      if (log.length + inFlight < limit.count) return now
      const free = log[log.length + inFlight - limit.count]
      return free === undefined ? Infinity : free + span
    },
    take: () => void inFlight++,
    settle: (now) => {
      inFlight--
      log.push(now)
    },
    exhaust: (until) => {
      exhaustedUntil = Math.max(exhaustedUntil, until)
    }
  }
}

/**
 * A bucket that is filled in steps. `exhaust` tells the phase: the first step comes then. With some servers the next one counts from
 * the first request out of a full bucket. That costs nothing to believe while steps are waited for; else a refusal shows it, of what
 * a step should have brought. The time then counts from the reply, before which the server counted the request, but a slow one does
 * not hold up the step.
 */
const bucket = (limit: Bucket): Allowance => {
  const every = Duration.toMillis(limit.every)
  const soon = every / 10
  let tokens = 0
  let nextRefill = 0
  /** Requests since the phase was told: none of those before. */
  let taken = -Infinity
  let beginsWithUse = false
  let isBeginning = false
  const refill = (now: number) => {
    if (now < nextRefill) return
    const steps = 1 + Math.floor((now - nextRefill) / every)
    tokens = Math.min(limit.capacity, tokens + steps * limit.refill)
    nextRefill += steps * every
  }
  return {
    limit,
    next: (now) => {
      refill(now)
      return tokens >= 1 ? now : nextRefill
    },
    take: (now) => {
      refill(now)
      const isAwaited = now < nextRefill - every + soon
      if (tokens === limit.capacity && (isAwaited || beginsWithUse)) {
        isBeginning = true
        nextRefill = now + soon + every
      }
      tokens = Math.max(0, tokens - 1)
      taken++
    },
    settle: (now) => {
      if (isBeginning) nextRefill = Math.min(nextRefill, now + every)
      isBeginning = false
    },
    exhaust: (until) => {
      beginsWithUse ||= taken > 0
      isBeginning = false
      taken = 0
      tokens = 0
      nextRefill = until
    }
  }
}

/** How long, in milliseconds, until what was counted no longer matters. */
export const span = (limit: Window | Bucket): number =>
  limit._tag === "Window"
    ? Duration.toMillis(limit.window)
    : Duration.toMillis(limit.every) * Math.ceil(limit.capacity / limit.refill)

/** Nothing is counted yet. */
export const make = (limit: Window | Bucket): Allowance => limit._tag === "Window" ? slidingLog(limit) : bucket(limit)
