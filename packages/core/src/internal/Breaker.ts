/** Leaves an origin alone for 5 s after 10 failures in a row, then asks once how it is. */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as CircuitBreaker from "effect/persistence/CircuitBreaker"
import { emit } from "../ClientEvent.ts"
import { CircuitOpen } from "../ThrottleError.ts"

const halfOpen = Duration.zero

/** `isFailure` says it of a call that ended with a value; a typed failure is one, an interruption says nothing. */
export const make = Effect.gen(function*() {
  const breaker = yield* CircuitBreaker.make({
    tripPolicy: CircuitBreaker.consecutive(10),
    openDuration: "5 seconds"
  })
  const open = new Set<string>()

  const announce = (origin: string) =>
    Effect.gen(function*() {
      const { _tag } = yield* Effect.orDie(breaker.state(origin))
      if (_tag === "Open" && !open.has(origin)) {
        open.add(origin)
        yield* emit({ _tag: "circuitOpened", key: origin })
      }
      if (_tag === "Closed" && open.delete(origin)) yield* emit({ _tag: "circuitClosed", key: origin })
    })

  return <A, E, R>(
    origin: string,
    call: Effect.Effect<A, E, R>,
    outcome: (exit: Exit.Exit<A, E>) => "success" | "failure" | "neither"
  ): Effect.Effect<A, E | CircuitOpen, R> => {
    let isNews = open.has(origin)
    const classify = (exit: Exit.Exit<A, E>) => {
      const found = outcome(exit)
      isNews ||= found === "failure"
      return found === "failure"
        ? CircuitBreaker.failure()
        : found === "success"
        ? CircuitBreaker.success
        : CircuitBreaker.ignored
    }
    return breaker.execute(call, { key: origin, classify }).pipe(
      Effect.catchIf(
        (error) => error instanceof CircuitBreaker.CircuitBreakerError,
        ({ reason }) =>
          Effect.flatMap(Clock.currentTimeMillis, (now) => {
            const wait = reason._tag === "CircuitOpen" ? reason.retryAfter : halfOpen
            return Effect.fail(new CircuitOpen({ origin, retryAt: DateTime.makeUnsafe(now + Duration.toMillis(wait)) }))
          })
      ),
      Effect.ensuring(Effect.suspend(() => isNews ? announce(origin) : Effect.void))
    )
  }
}).pipe(Effect.provide(CircuitBreaker.layerStoreMemory()))
