/**
 * What may be sent for one key, and when. Is told the time, in milliseconds, and waits for nothing: see `Lane`.
 *
 * While no limit is known, a window of requests in flight grows as TCP's slow start does, as far as it is used. After a
 * refusal one probe goes first, and the window grows again up to what was admitted before; there it starts anew, in case
 * the limit was raised.
 */
import * as Duration from "effect/Duration"
import type { Bucket, RateLimit, Window } from "../RateLimit.ts"
import * as Allowance from "./Allowance.ts"
import { told, untold } from "./waits.ts"

const firstWindow = 4
const shortestMemory = 60_000

export interface Gate {
  /** When the next request may go: `now` for at once, `Infinity` for not before a reply. */
  readonly next: (now: number) => number
  /** Nobody sends before this instant. In the past while the gate is open. */
  readonly closedUntil: () => number
  /** How long until the next request may go, as the server has it: what the jitter adds is nobody's patience. */
  readonly wait: (now: number) => number
  readonly take: (now: number) => void
  /** The reply's header is here and refuses nothing. */
  readonly admit: (rate: RateLimit, now: number) => void
  /** The request failed, or its caller left: its place is free. */
  readonly release: (now: number) => void
  /** The server refused a request, or asked everybody to wait. `jitter` is from 0 to 1. */
  readonly refuse: (rate: RateLimit, now: number, jitter: number) => void
  /** The same for what was heard from elsewhere: no place ends. */
  readonly close: (rate: RateLimit, now: number, jitter: number) => void
  /** What is told of the limit while the gate is closed. */
  readonly learn: (rate: RateLimit, now: number) => void
  /** Nothing was admitted since the last refusal. */
  readonly isReopening: () => boolean
  /** Nothing is in flight, and what is known is nothing, or old. */
  readonly isIdle: (now: number) => boolean
  readonly inspect: () => { readonly inFlight: number; readonly limit: Window | Bucket | undefined }
}

export const make = (): Gate => {
  let inFlight = 0
  // A window that nobody uses says nothing of what the server bears.
  let mostInFlight = 0
  let lastUse = 0
  let window = firstWindow
  let closedUntil = 0
  let toldUntil = 0
  let refusals = 0
  /** Requests admitted since the gate last opened, and how many the opening before admitted. */
  let admitted = 0
  let ceiling: number | undefined
  let allowance: Allowance.Allowance | undefined
  let budget: { left: number; until: number | undefined } | undefined

  const count = (rate: RateLimit, now: number) => {
    const { limit, remaining, resetAfter } = rate
    if (limit !== undefined && JSON.stringify(limit) !== JSON.stringify(allowance?.limit)) {
      allowance = Allowance.make(limit)
      for (let place = 0; place < inFlight; place++) allowance.take(now)
    }
    if (remaining === undefined) return
    // The reply does not count what is still on its way to the server.
    const left = Math.max(0, remaining - inFlight)
    const until = resetAfter && now + Duration.toMillis(resetAfter)
    budget = { left: budget === undefined || until !== budget.until ? left : Math.min(left, budget.left), until }
  }

  const places = () => {
    if (ceiling === undefined || admitted > ceiling) return window
    return Math.min(window, Math.max(1, ceiling - admitted))
  }

  const next = (now: number): number => {
    if (closedUntil > now) return closedUntil
    if (allowance !== undefined) {
      const free = allowance.next(now)
      if (free > now) return free
    } else if (inFlight >= (budget === undefined ? places() : Infinity)) return Infinity
    if (budget === undefined || budget.left > 0) return now
    if (budget.until !== undefined) {
      if (budget.until > now) return budget.until
      budget = undefined
      return next(now)
    }
    // Nothing is left and nobody knows for how long: one request at a time finds out.
    return inFlight === 0 ? now : Infinity
  }

  const isFresh = () =>
    ceiling === undefined && allowance === undefined && budget === undefined && window <= firstWindow

  const memory = () => Math.max(shortestMemory, allowance === undefined ? 0 : Allowance.span(allowance.limit))

  const free = (now: number) => {
    lastUse = now
    inFlight--
    allowance?.settle(now)
  }

  const learn = (rate: RateLimit, now: number) => {
    const wait = rate.retryAfter === undefined ? 0 : Duration.toMillis(rate.retryAfter)
    toldUntil = Math.max(toldUntil, now + wait)
    closedUntil = Math.max(closedUntil, toldUntil)
    count(rate, now)
    allowance?.exhaust(closedUntil)
    budget = undefined
  }

  const close = (rate: RateLimit, now: number, jitter: number) => {
    if (closedUntil <= now) {
      refusals++
      ceiling = Math.max(1, admitted)
      admitted = 0
      window = 1
    }
    const wait = rate.retryAfter === undefined ? 0 : Duration.toMillis(rate.retryAfter)
    closedUntil = Math.max(closedUntil, now + (wait > 0 ? told(wait, jitter) : untold(refusals, jitter)))
    learn(rate, now)
  }

  return {
    next,
    closedUntil: () => closedUntil,
    wait: (now) => closedUntil > now ? Math.max(0, toldUntil - now) : next(now) - now,
    take: (now) => {
      mostInFlight = Math.max(mostInFlight, ++inFlight)
      allowance?.take(now)
      if (budget !== undefined) budget.left--
    },
    release: free,
    admit: (rate, now) => {
      free(now)
      if (closedUntil > now) {
        // A late success of the opening that has ended.
        ceiling = (ceiling ?? 0) + 1
      } else {
        admitted++
        refusals = 0
        if (admitted === ceiling) window = 1
        else if (window < 2 * mostInFlight) window++
      }
      count(rate, now)
    },
    refuse: (rate, now, jitter) => {
      free(now)
      close(rate, now, jitter)
    },
    close,
    learn,
    isReopening: () => refusals > 0,
    isIdle: (now) => inFlight === 0 && now >= Math.max(closedUntil, isFresh() ? 0 : lastUse + memory()),
    inspect: () => ({ inFlight, limit: allowance?.limit })
  }
}
