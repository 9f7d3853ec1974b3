/**
 * One valid access token for one holder: a user's session, an administrator's, or a service account. It is obtained once
 * for all callers, renewed before it ends, and replaced when it is refused.
 */
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Predicate from "effect/Predicate"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Deadline from "./Deadline.ts"
import * as Flight from "./internal/Flight.ts"
import { type Held, hold, margin, moments } from "./internal/Held.ts"
import { millisOf } from "./internal/Lane.ts"
import { lastResort } from "./internal/lastResort.ts"
import type { DeadlineExceeded } from "./ThrottleError.ts"

/** A token as it comes from the server; `life` counts from its receipt. */
export interface Issued {
  readonly accessToken: Redacted.Redacted
  readonly life: Duration.Duration
}

export interface AccessTokens<E> {
  /**
   * A token that is good for at least 10 s; while it cannot be renewed, for at least 1 s. Nobody waits longer than its
   * own deadline; the renewal itself keeps the limits that were set when this was made.
   */
  readonly get: Effect.Effect<Redacted.Redacted, E | DeadlineExceeded>
  /** The same at once, if such a token is here and is not due to be renewed. */
  readonly warm: () => Redacted.Redacted | undefined
  /** A new token. Whoever asks meanwhile is given the one that is here. */
  readonly renew: Effect.Effect<Redacted.Redacted, E | DeadlineExceeded>
  /** The token that is here now, without obtaining one. */
  readonly current: Effect.Effect<Redacted.Redacted | undefined>
  /** Says that the server refused this token. Nothing happens unless it is the current one. */
  readonly invalidate: (token: Redacted.Redacted) => Effect.Effect<void>
  /** From now on there is no token, and whoever asks for one is told this. */
  readonly end: (error: E) => Effect.Effect<void>
  /**
   * Sends a request with the token, and once more if the token was refused: with the newer one, if there is one by then,
   * else with a new one.
   */
  readonly use: <A, E2, R>(
    send: (token: Redacted.Redacted) => Effect.Effect<A, E2, R>,
    isRefusal: Predicate.Predicate<E2>
  ) => Effect.Effect<A, E | E2 | DeadlineExceeded, R>
}

/** How tokens are obtained, and when no more will come. */
export interface Options<E> {
  /** Obtains a token. Whatever lives a server gives out, it is not asked more often than once a second. */
  readonly renew: Effect.Effect<Issued, E>
  /** One that is already here. */
  readonly current?: Issued | undefined
  /** After such a failure no token will ever come, and nobody asks again. */
  readonly isEnd?: Predicate.Predicate<E> | undefined
  /** Whose limits a renewal goes by: those of who made this, by default, or of who asks first, where there are no others. */
  readonly limits?: "maker" | "caller" | undefined
  /** Are there others who take what it obtains? By default it is alone. */
  readonly renewal?: "alone" | "shared" | undefined
}

/** Nothing is obtained before somebody asks. */
export const make = Effect.fnUntraced(function*<E>(options: Options<E>) {
  const { current, isEnd = () => false, limits = "maker", renewal = "alone" } = options
  const moment = Effect.map(Random.next, moments[renewal])
  const clock = yield* Clock.Clock
  const now = () => millisOf(clock)

  // A renewal is everybody's: it goes by none of its callers' limits.
  const context = yield* Effect.context()
  const apart = Deadline.apart(options.renew)
  const renew = limits === "maker" ? Effect.provideContext(apart, context) : apart

  let held: Held | undefined = current && hold(current, now(), yield* moment)
  let hasFailed = false
  let end: Exit.Exit<never, E> | undefined

  const finish = (error: E) => {
    held = undefined
    end ??= Exit.fail(error)
  }

  const flight = Flight.make(
    now,
    Effect.gen(function*() {
      const exit = yield* Effect.exit(renew)
      hasFailed = Exit.isFailure(exit)
      const renewAt = yield* moment
      // What ended meanwhile does not live again.
      if (end !== undefined) return yield* end
      if (Exit.isSuccess(exit)) held = hold(exit.value, now(), renewAt)
      else Option.map(Option.filter(Exit.findErrorOption(exit), isEnd), finish)
      return (yield* exit).accessToken
    })
  )

  const left = (token: Held | undefined) => token === undefined ? 0 : token.goodUntil - now()

  const renewed = Effect.suspend(() => end ?? flight.join)

  const join = lastResort({
    renewed,
    now,
    held: () => held,
    age: flight.age,
    hasFailedBefore: () => hasFailed
  })

  const warm = () => {
    const time = now()
    return held !== undefined && time < held.renewAt && held.goodUntil - time >= margin ? held.accessToken : undefined
  }

  const get = Effect.suspend(() => {
    if (end !== undefined) return end
    if (held === undefined || left(held) < margin) return join
    const { accessToken, renewAt } = held
    return now() >= renewAt && flight.isReady() ? Effect.as(flight.depart, accessToken) : Effect.succeed(accessToken)
  })

  const isCurrent = (token: Redacted.Redacted) =>
    held !== undefined && Redacted.value(held.accessToken) === Redacted.value(token)

  const invalidate = (token: Redacted.Redacted) =>
    Effect.sync(() => {
      if (isCurrent(token)) held = undefined
    })

  const tokens: AccessTokens<E> = {
    get,
    warm,
    renew: renewed,
    end: (error) => Effect.sync(() => finish(error)),
    current: Effect.sync(() => held?.accessToken),
    invalidate,
    use: (send, isRefusal) =>
      Deadline.within(() =>
        Effect.flatMap(
          get,
          (token) =>
            Effect.catchIf(send(token), isRefusal, () => Effect.andThen(invalidate(token), Effect.flatMap(get, send)))
        )
      )
  }
  return tokens
})
