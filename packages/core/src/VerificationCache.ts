/**
 * Remembers for a while which access tokens were found valid or refused, and asks once for all who ask at the same time.
 *
 * `effect/Cache` does the latter. It does not do the former: it counts questions that are under way as entries, so that
 * a flood of bad tokens evicts good ones, and reads a clock that can be set back.
 */
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Digest from "effect/crypto/Digest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Redacted from "effect/Redacted"
import { value } from "effect/Redacted"
import type { Claims } from "./endpoints/admin/VerifyToken.ts"
import { type Answer, lifeOf, type Refusal } from "./internal/Answer.ts"
import { frozen } from "./internal/frozen.ts"
import { millisOf } from "./internal/Lane.ts"
import * as Lru from "./internal/Lru.ts"
import * as SharedVerdicts from "./internal/SharedVerdicts.ts"
import * as utf8 from "./internal/utf8.ts"
import { SendOptions } from "./SendOptions.ts"
import type { SharedVerificationCache } from "./SharedVerificationCache.ts"
import type { State } from "./VerificationState.ts"
import { VerifierUnavailable, type VerifyError } from "./VerifyError.ts"

/** How much is remembered, and for how long. */
export interface Options {
  /** How long a valid token is remembered at most, by default 60 s. Zero remembers nothing, no refusal either. */
  readonly maxAge?: Duration.Duration | undefined
  /** How many valid tokens are remembered, by default 10,000. */
  readonly capacity?: number | undefined
  /** How many refused tokens are remembered, by default 1,000. They never take the place of a valid one. */
  readonly refusedCapacity?: number | undefined
  /** How many tokens are asked about at the same time, by default 5,000. For any other the answer is `VerifierUnavailable`. */
  readonly askingCapacity?: number | undefined
  /** Asked before the service, and told what it answered, for as long as this cache remembers it. */
  readonly cache?: SharedVerificationCache | undefined
}

interface Question {
  readonly key: string
  readonly token: Redacted.Redacted
  // Whoever waits longer than others does not share their question, which ends with their patience.
  readonly limits: SendOptions
}

const tooMany = () =>
  new VerifierUnavailable({
    reason: "too many other tokens are being asked about",
    retryAfter: Duration.seconds(1)
  })

/**
 * `ask` is asked when nothing is remembered. `scope` names whom: an answer is found again only under the same scope.
 * Failures that say nothing about the token are not remembered.
 */
export const make = Effect.fnUntraced(function*(
  scope: string,
  ask: (token: Redacted.Redacted) => Effect.Effect<Claims, VerifyError>,
  options: Options = {}
) {
  const { askingCapacity = 5000, capacity = 10_000, maxAge = Duration.minutes(1), refusedCapacity = 1000 } = options
  const digest = yield* Digest.Digest
  const valid = Lru.make<Claims>(capacity)
  const refused = Lru.make<Refusal>(refusedCapacity)
  const others = options.cache && !Duration.isZero(maxAge) ? SharedVerdicts.make(options.cache) : undefined
  const encode = utf8.make()
  let hits = 0
  let misses = 0

  // Answers once for all who wait, remembers nothing, and goes on until nobody waits any longer.
  const flights = yield* Cache.makeWith(
    ({ key, token }: Question) => {
      /** Gives the milliseconds for which it is remembered: no longer than `most`. */
      const keep = (answer: Answer, most: number) =>
        Clock.clockWith((clock) =>
          Effect.sync(() => {
            const left = Math.min(most, Duration.toMillis(maxAge), lifeOf(answer, clock))
            if ("claims" in answer) valid.set(key, answer.claims, millisOf(clock), left)
            else refused.set(key, answer.refusal, millisOf(clock), left)
            return left
          })
        )
      const tell = (answer: Answer) =>
        Effect.flatMap(keep(answer, Infinity), (life) => others?.set(key, answer, life) ?? Effect.void)
      const asked = Effect.map(ask(token), frozen).pipe(
        Effect.tap((claims) => tell({ claims })),
        Effect.tapErrorTag(["TokenExpired", "TokenInvalid"], (refusal) => tell({ refusal }))
      )
      if (others === undefined) return asked
      return Effect.flatMap(others.get(key), (found) => {
        if (found === undefined) return asked
        const { answer, life } = found
        return Effect.andThen(
          keep("claims" in answer ? { claims: frozen(answer.claims) } : answer, life),
          "claims" in answer ? Effect.succeed(answer.claims) : Effect.fail(answer.refusal)
        )
      })
    },
    { capacity: Infinity, timeToLive: () => Duration.zero }
  )

  const textOf = (token: string) => `${scope}\n${token}`
  const keyOf = (token: Redacted.Redacted) => digest.digestHex(Digest.sha256, encode(textOf(value(token))))

  const remembered = (token: string, digestOf: (text: string) => string, clock: Clock.Clock) => {
    const claims = valid.get(digestOf(textOf(token)), millisOf(clock))
    if (claims !== undefined) hits++
    return claims
  }

  const verify = Effect.fnUntraced(function*(token: Redacted.Redacted) {
    const key = yield* keyOf(token)
    const now = millisOf(yield* Clock.Clock)
    const claims = valid.get(key, now)
    const refusal = claims === undefined ? refused.get(key, now) : undefined
    if (claims !== undefined || refusal !== undefined) hits++
    if (claims !== undefined) return claims
    if (refusal !== undefined) return yield* refusal
    misses++
    const question: Question = { key, token, limits: yield* SendOptions }
    const isFull = (yield* Cache.size(flights)) >= askingCapacity
    // A flood of tokens that nobody knows must not fill the memory with those who wait.
    if (isFull && !(yield* Cache.has(flights, question))) return yield* tooMany()
    return yield* Cache.get(flights, question)
  })

  const inspect = Effect.gen(function*(): Effect.fn.Return<State> {
    const [good, bad] = [valid.inspect(), refused.inspect()]
    return {
      hits,
      misses,
      stale: good.stale + bad.stale,
      evicted: good.evicted + bad.evicted,
      valid: good.size,
      refused: bad.size,
      asking: yield* Cache.size(flights)
    }
  })

  return {
    verify,
    /**
     * The claims of a valid token that is in memory, else nothing. Asks nobody, and takes no fiber: for the hottest path of
     * a host that has a digest without waiting. `digestOf` gives SHA-256 of UTF-8 in hexadecimal digits.
     */
    remembered,
    inspect
  }
})
