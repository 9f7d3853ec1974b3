/** The queue before one gate: first come, first served, and anybody may leave at any time. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import type { RateLimited } from "../RateLimited.ts"
import type { Admission } from "../SharedThrottle.ts"
import * as Gate from "./Gate.ts"
import { tooLong, type Waiting } from "./Waiting.ts"

/** Everything but `wait` happens at once. */
export interface Lane {
  readonly key: string
  readonly gate: Gate.Gate
  /** The bucket's name with its scope, where the server named one. */
  bucket: string | undefined
  /** What was heard of the key from others, by its id. */
  heard: string | undefined
  readonly waiters: () => number
  /** Takes a place, if one is free and nobody waits for it. */
  readonly enter: (now: number) => boolean
  /** Waits for a place and takes it. Fails as soon as it is clear that the wait would be too long. */
  readonly wait: (waiting: Waiting) => Effect.Effect<Admission | undefined, RateLimited>
  /** Ends a place with what the gate is to learn from its request. */
  readonly end: (how: (gate: Gate.Gate) => void) => void
}

// A timer of Node fires at once beyond 2^31 - 1 ms.
const longestSleep = 2 ** 31 - 1

/** Milliseconds that no correction of the clock changes. */
export const millisOf = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe()) / 1e6

interface Waiter {
  readonly latch: Latch.Latch
  /** Set when its turn came: who is interrupted just then, or right after, gives the place back. */
  hasPlace: boolean
  hasPaused: boolean
  admission: Admission | undefined
}

export const make = (key: string): Lane => {
  const gate = Gate.make()
  /** Who was refused after a place was given goes before who never had one. */
  const [refused, fresh] = [new Set<Waiter>(), new Set<Waiter>()]

  const waiters = () => refused.size + fresh.size
  const head = () => (refused.size > 0 ? refused : fresh).values().next().value
  const wakeHead = () => void head()?.latch.openUnsafe()

  const pause = (waiter: Waiter, at: number, now: number, onPause: Effect.Effect<void>) => {
    const { hasPaused, latch } = waiter
    waiter.hasPaused = true
    latch.closeUnsafe()
    const woken = at === Infinity
      ? latch.await
      : Effect.raceFirst(latch.await, Effect.sleep(Duration.millis(Math.min(Math.ceil(at - now), longestSleep))))
    // A turn of the event loop for each release: a refusal that is already here is read before the next one goes.
    return Effect.andThen(hasPaused ? woken : Effect.andThen(onPause, woken), Effect.yieldNow)
  }

  const take = (waiter: Waiter, now: number) => {
    gate.take(now)
    waiter.hasPlace = true
  }

  /** Only the head of the queue looks at the time and asks others; everybody looks at their patience when the gate was closed. */
  const turn = (waiter: Waiter, waiting: Waiting): Effect.Effect<void, RateLimited> =>
    Effect.suspend(() => {
      const { ask, clock, onPause, patience } = waiting
      const now = millisOf(clock)
      const again = (at: number) => Effect.andThen(pause(waiter, at, now, onPause), turn(waiter, waiting))
      const isTooLong = (wait: number) => wait > Duration.toMillis(patience.maxRetryAfter) && wait < Infinity
      const wait = gate.wait(now)
      if (isTooLong(wait)) return Effect.fail(tooLong(key, wait, patience, clock))
      const at = head() === waiter ? gate.next(now) : Infinity
      if (at > now) return again(at)
      const { limit } = gate.inspect()
      if (ask === undefined || limit === undefined) return Effect.sync(() => take(waiter, now))
      const keep = (admission: Admission) => {
        waiter.admission = admission
      }
      return Effect.flatMap(ask(limit, keep), (answer) => {
        if (typeof answer === "number") {
          return isTooLong(answer) ? Effect.fail(tooLong(key, answer, patience, clock)) : again(now + answer)
        }
        const later = millisOf(clock)
        if (gate.next(later) <= later) return Effect.sync(() => take(waiter, later))
        // The gate was closed meanwhile.
        answer?.cancel()
        waiter.admission = undefined
        return turn(waiter, waiting)
      })
    })

  return {
    key,
    gate,
    bucket: undefined,
    heard: undefined,
    waiters,
    enter: (now) => {
      if (waiters() > 0 || gate.next(now) > now) return false
      gate.take(now)
      return true
    },
    wait: (waiting) =>
      Effect.suspend(() => {
        const { clock, patience, restore } = waiting
        const latch = Latch.makeUnsafe(false)
        const waiter: Waiter = { latch, hasPlace: false, hasPaused: false, admission: undefined }
        const queue = patience.attempts > 0 ? refused : fresh
        queue.add(waiter)
        const placed = Effect.map(restore(turn(waiter, waiting)), () => waiter.admission)
        return Effect.onExit(placed, (exit) =>
          Effect.sync(() => {
            queue.delete(waiter)
            if (Exit.isFailure(exit)) {
              waiter.admission?.cancel()
              if (waiter.hasPlace) gate.release(millisOf(clock))
            }
            wakeHead()
          }))
      }),
    end: (how) => {
      const before = gate.closedUntil()
      how(gate)
      if (gate.closedUntil() > before) [...refused, ...fresh].forEach(({ latch }) => latch.openUnsafe())
      else wakeHead()
    }
  }
}
