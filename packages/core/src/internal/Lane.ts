/** The queue before one gate: first come, first served, and anybody may leave at any time. */
import type * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import { RateLimited } from "../RateLimited.ts"
import * as Gate from "./Gate.ts"

/** What a caller puts up with. */
export interface Patience {
  /** A longer wait than this is not begun. */
  readonly maxRetryAfter: Duration.Duration
  /** What was sent for this call before. */
  readonly attempts: number
}

/** Makes an effect interruptible within a region that is not. */
type Restore = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** Everything but `wait` happens at once. */
export interface Lane {
  readonly key: string
  readonly gate: Gate.Gate
  readonly waiters: () => number
  /** Takes a place, if one is free and nobody waits for it. */
  readonly enter: (now: number) => boolean
  /** Waits for a place and takes it. Fails as soon as it is clear that the wait would be too long. */
  readonly wait: (patience: Patience, clock: Clock.Clock, restore: Restore) => Effect.Effect<void, RateLimited>
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
}

const tooLong = (key: string, wait: number, { attempts }: Patience, clock: Clock.Clock) =>
  new RateLimited({
    description: `the server asked everybody to wait who calls ${key}`,
    retryAfter: Duration.millis(Math.ceil(wait)),
    retryAt: DateTime.makeUnsafe(clock.currentTimeMillisUnsafe() + Math.ceil(wait)),
    attempts
  })

export const make = (key: string): Lane => {
  const gate = Gate.make()
  /** Who was refused after a place was given goes before who never had one. */
  const [refused, fresh] = [new Set<Waiter>(), new Set<Waiter>()]

  const waiters = () => refused.size + fresh.size
  const head = () => (refused.size > 0 ? refused : fresh).values().next().value
  const wakeHead = () => void head()?.latch.openUnsafe()

  /** Only the head of the queue looks at the time; everybody looks at their patience when the gate was closed. */
  const turn = (waiter: Waiter, patience: Patience, clock: Clock.Clock): Effect.Effect<void, RateLimited> =>
    Effect.suspend(() => {
      const now = millisOf(clock)
      const wait = gate.wait(now)
      if (wait > Duration.toMillis(patience.maxRetryAfter) && wait < Infinity) {
        return Effect.fail(tooLong(key, wait, patience, clock))
      }
      const at = head() === waiter ? gate.next(now) : Infinity
      if (at <= now) {
        gate.take(now)
        waiter.hasPlace = true
        return Effect.void
      }
      const { latch } = waiter
      latch.closeUnsafe()
      const woken = at === Infinity
        ? latch.await
        : Effect.raceFirst(latch.await, Effect.sleep(Duration.millis(Math.min(Math.ceil(at - now), longestSleep))))
      // A turn of the event loop for each release: a refusal that is already here is read before the next one goes.
      return woken.pipe(Effect.andThen(Effect.yieldNow), Effect.andThen(turn(waiter, patience, clock)))
    })

  return {
    key,
    gate,
    waiters,
    enter: (now) => {
      if (waiters() > 0 || gate.next(now) > now) return false
      gate.take(now)
      return true
    },
    wait: (patience, clock, restore) =>
      Effect.suspend(() => {
        const waiter: Waiter = { latch: Latch.makeUnsafe(false), hasPlace: false }
        const queue = patience.attempts > 0 ? refused : fresh
        queue.add(waiter)
        return Effect.onExit(restore(turn(waiter, patience, clock)), (exit) =>
          Effect.sync(() => {
            queue.delete(waiter)
            if (waiter.hasPlace && Exit.isFailure(exit)) gate.release(millisOf(clock))
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
