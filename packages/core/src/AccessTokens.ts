/** One valid access token for one holder: obtained once for all callers, renewed when it ends or is refused. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import * as Semaphore from "effect/Semaphore"

/** A token as it comes from the server; `life` counts from its receipt. */
export interface Issued {
  readonly accessToken: Redacted.Redacted
  readonly life: Duration.Duration
}

export interface AccessTokens<E> {
  /** A token that is good for at least 10 s. */
  readonly get: Effect.Effect<Redacted.Redacted, E>
  /** The token that is here now, without obtaining one. */
  readonly current: Effect.Effect<Redacted.Redacted | undefined>
  /** Says that the server refused this token. Nothing happens unless it is the current one. */
  readonly invalidate: (token: Redacted.Redacted) => Effect.Effect<void>
  /** Sends a request with the token, and once more with a new one if the first was refused. */
  readonly use: <A, E2, R>(
    send: (token: Redacted.Redacted) => Effect.Effect<A, E2, R>,
    isRefusal: Predicate.Predicate<E2>
  ) => Effect.Effect<A, E | E2, R>
}

const margin = Duration.seconds(10)

/** `renew` obtains a token; `current` is one that is already here. */
export const make = Effect.fnUntraced(function*<E>(options: {
  readonly renew: Effect.Effect<Issued, E>
  readonly current?: Issued | undefined
}) {
  const keep = ({ accessToken, life }: Issued) =>
    Effect.map(Clock.currentTimeMillis, (now) => ({ accessToken, goodUntil: now + Duration.toMillis(life) }))
  const state = yield* Ref.make(options.current === undefined ? undefined : yield* keep(options.current))
  const oneFlight = Semaphore.withPermit(yield* Semaphore.make(1))

  const current = Effect.gen(function*() {
    const token = yield* Ref.get(state)
    const now = yield* Clock.currentTimeMillis
    return token !== undefined && token.goodUntil - now >= Duration.toMillis(margin) ? token.accessToken : undefined
  })

  // Whoever waited for another caller's renewal finds its token here.
  const renewed = oneFlight(Effect.gen(function*() {
    const token = yield* current
    if (token !== undefined) return token
    const issued = yield* options.renew
    yield* Ref.set(state, yield* keep(issued))
    return issued.accessToken
  }))

  const get = Effect.flatMap(current, (token) => token === undefined ? renewed : Effect.succeed(token))
  const invalidate = (token: Redacted.Redacted) =>
    Ref.update(
      state,
      (kept) => kept !== undefined && Redacted.value(kept.accessToken) === Redacted.value(token) ? undefined : kept
    )

  const tokens: AccessTokens<E> = {
    get,
    current,
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
