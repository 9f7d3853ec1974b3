/**
 * One valid access token for one holder: a user's session, an administrator's, or a service account. It is obtained once
 * for all callers, renewed before it ends, and replaced when it is refused.
 */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Predicate from "effect/Predicate"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import { millisOf } from "./internal/Lane.ts"

/** A token as it comes from the server; `life` counts from its receipt. */
export interface Issued {
  readonly accessToken: Redacted.Redacted
  readonly life: Duration.Duration
}

export interface AccessTokens<E> {
  /** A token that is good for at least 10 s; while it cannot be renewed, for at least 1 s. */
  readonly get: Effect.Effect<Redacted.Redacted, E>
  /** The token that is here now, without obtaining one. */
  readonly current: Effect.Effect<Redacted.Redacted | undefined>
  /** Says that the server refused this token. Nothing happens unless it is the current one. */
  readonly invalidate: (token: Redacted.Redacted) => Effect.Effect<void>
  /**
   * Sends a request with the token, and once more if the token was refused: with the newer one, if there is one by then,
   * else with a new one.
   */
  readonly use: <A, E2, R>(
    send: (token: Redacted.Redacted) => Effect.Effect<A, E2, R>,
    isRefusal: Predicate.Predicate<E2>
  ) => Effect.Effect<A, E | E2, R>
}

export interface Options<E> {
  /** Obtains a token. */
  readonly renew: Effect.Effect<Issued, E>
  /** One that is already here. */
  readonly current?: Issued | undefined
  /** After such a failure no token will ever come, and nobody asks again. */
  readonly isEnd?: Predicate.Predicate<E> | undefined
}

// Milliseconds.
const margin = 10_000
const lastMargin = 1_000
/** Whatever lives a server gives out, it is not asked more often than this. */
const spacing = 1_000

interface Held {
  readonly accessToken: Redacted.Redacted
  readonly goodUntil: number
  readonly renewAt: number
}

/** Renewed from 80 % of its life on, less up to 10 % of it, so that processes do not meet. */
const hold = ({ accessToken, life }: Issued, now: number, jitter: number): Held => {
  const millis = Duration.toMillis(life)
  return { accessToken, goodUntil: now + millis, renewAt: now + millis * (0.8 - 0.1 * jitter) }
}

export const make = Effect.fnUntraced(function*<E>({ current, isEnd = () => false, renew }: Options<E>) {
  const clock = yield* Clock.Clock
  const now = () => millisOf(clock)

  let held = current && hold(current, now(), yield* Random.next)
  let flight: Deferred.Deferred<Redacted.Redacted, E> | undefined
  let lastStart = -Infinity
  let end: Exit.Exit<never, E> | undefined

  const land = (done: Deferred.Deferred<Redacted.Redacted, E>, exit: Exit.Exit<Issued, E>) =>
    Effect.flatMap(Random.next, (jitter) => {
      flight = undefined
      if (Exit.isSuccess(exit)) held = hold(exit.value, now(), jitter)
      else {
        const ending = Option.filter(Exit.findErrorOption(exit), isEnd)
        if (Option.isSome(ending)) {
          held = undefined
          end = Exit.fail(ending.value)
        }
      }
      return Deferred.done(done, Exit.map(exit, ({ accessToken }) => accessToken))
    })

  /** At most one at a time. Nobody who waits for it can end it. */
  const depart = Effect.suspend(() => {
    if (flight !== undefined) return Effect.succeed(flight)
    const done = Deferred.makeUnsafe<Redacted.Redacted, E>()
    flight = done
    const delay = Duration.millis(Math.max(0, lastStart + spacing - now()))
    const start = Effect.sync(() => {
      lastStart = now()
    })
    return Effect.delay(Effect.andThen(start, renew), delay).pipe(
      Effect.exit,
      Effect.flatMap((exit) => land(done, exit)),
      Effect.forkDetach,
      Effect.as(done)
    )
  })

  const left = (token: Held | undefined) => token === undefined ? 0 : token.goodUntil - now()

  const join = Effect.flatMap(depart, Deferred.await).pipe(
    // A renewal that fails takes no token away that still has a moment to live.
    Effect.catch((error) =>
      held !== undefined && left(held) >= lastMargin ? Effect.succeed(held.accessToken) : Effect.fail(error)
    )
  )

  const get = Effect.suspend(() => {
    if (end !== undefined) return end
    if (held === undefined || left(held) < margin) return join
    const { accessToken, renewAt } = held
    const isDue = flight === undefined && now() >= renewAt && now() >= lastStart + spacing
    return isDue ? Effect.as(depart, accessToken) : Effect.succeed(accessToken)
  })

  const isCurrent = (token: Redacted.Redacted) =>
    held !== undefined && Redacted.value(held.accessToken) === Redacted.value(token)

  const invalidate = (token: Redacted.Redacted) =>
    Effect.sync(() => {
      if (isCurrent(token)) held = undefined
    })

  const tokens: AccessTokens<E> = {
    get,
    current: Effect.sync(() => held?.accessToken),
    invalidate,
    use: (send, isRefusal) =>
      Effect.flatMap(
        get,
        (token) =>
          Effect.catchIf(send(token), isRefusal, () => Effect.andThen(invalidate(token), Effect.flatMap(get, send)))
      )
  }
  return tokens
})
