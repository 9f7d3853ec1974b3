/**
 * Remembers for a while which access tokens were found valid or refused, and asks once for all who ask at the same time.
 *
 * `effect/Cache` does the latter, in `internal/Questions`. It does not do the former: it counts questions that are under way
 * as entries, so that a flood of bad tokens evicts good ones, and reads a clock that can be set back.
 */
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
import * as Questions from "./internal/Questions.ts"
import * as SharedVerdicts from "./internal/SharedVerdicts.ts"
import * as utf8 from "./internal/utf8.ts"
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
  /**
   * How many tokens are asked about at the same time, by default 1,000; one that nobody waits for any longer counts for another
   * 10 s. For any other the answer is `VerifierUnavailable`.
   */
  readonly askingCapacity?: number | undefined
  /** Asked before the service, and told what it answered, for as long as this cache remembers it. */
  readonly cache?: SharedVerificationCache | undefined
}

const tooMany = new VerifierUnavailable({
  reason: "too many other tokens are being asked about",
  retryAfter: Duration.seconds(1)
})

/**
 * `ask` is asked when nothing is remembered. `scope` names whom: what others share is found only under the same scope.
 * Failures that say nothing about the token are not remembered. `closed` says why nobody is asked now, if so; it is told the
 * milliseconds of a monotonic clock.
 */
export const make = Effect.fnUntraced(function*(
  scope: string,
  ask: (token: Redacted.Redacted) => Effect.Effect<Claims, VerifyError>,
  options: Options = {},
  closed: (now: number) => VerifierUnavailable | undefined = () => undefined
) {
  const { askingCapacity = 1000, capacity = 10_000, maxAge = Duration.minutes(1), refusedCapacity = 1000 } = options
  const digest = yield* Digest.Digest
  const valid = Lru.make<Claims>(capacity)
  const refused = Lru.make<Refusal>(refusedCapacity)
  const encode = utf8.make()
  const digestOf = (text: string) => digest.digestHex(Digest.sha256, encode(text))
  // Only what is shared needs to say whose it is.
  const others = options.cache && !Duration.isZero(maxAge)
    ? SharedVerdicts.make(options.cache, (key) => digestOf(`${scope}\n${key}`))
    : undefined
  let hits = 0
  let misses = 0

  /** Gives the milliseconds for which it is remembered: no longer than `most`. */
  const keep = (key: string, answer: Answer, most = Infinity) =>
    Clock.clockWith((clock) =>
      Effect.sync(() => {
        const left = Math.min(most, Duration.toMillis(maxAge), lifeOf(answer, clock))
        if ("claims" in answer) valid.set(key, answer.claims, millisOf(clock), left)
        else refused.set(key, answer.refusal, millisOf(clock), left)
        return left
      })
    )

  const questions = yield* Questions.make((key, token) => {
    const tell = (answer: Answer) =>
      Effect.flatMap(keep(key, answer), (life) => others?.set(key, answer, life) ?? Effect.void)
    const asked = Effect.map(ask(token), frozen).pipe(
      Effect.tap((claims) => tell({ claims })),
      Effect.tapErrorTag(["TokenExpired", "TokenInvalid"], (refusal) => tell({ refusal }))
    )
    if (others === undefined) return asked
    return Effect.flatMap(others.get(key), (found) => {
      if (found === undefined) return asked
      const { answer, life } = found
      return Effect.andThen(
        keep(key, "claims" in answer ? { claims: frozen(answer.claims) } : answer, life),
        "claims" in answer ? Effect.succeed(answer.claims) : Effect.fail(answer.refusal)
      )
    })
  })

  /** Why a token that is not remembered is not asked about, if so. */
  const turnedAway = (key: string, now: number): VerifierUnavailable | undefined => {
    if (questions.isAsked(key)) return undefined
    // A flood of tokens that nobody knows must not fill the memory with those who wait.
    if (questions.places(now) >= askingCapacity) return tooMany
    // Others may know it all the same.
    return others === undefined ? closed(now) : undefined
  }

  const find = (key: string, now: number): Claims | VerifyError | undefined => {
    const found = valid.get(key, now) ?? refused.get(key, now)
    if (found !== undefined) {
      hits++
      return found
    }
    const reason = turnedAway(key, now)
    if (reason !== undefined) misses++
    return reason
  }

  return {
    verify: Effect.fnUntraced(function*(token: Redacted.Redacted) {
      const key = yield* digestOf(value(token))
      const found = find(key, millisOf(yield* Clock.Clock))
      if (found instanceof Error) return yield* found
      if (found !== undefined) return found
      misses++
      return yield* questions.ask(key, token)
    }),
    /**
     * What `verify` comes to when nobody has to be asked, else nothing. Takes no fiber: for the hottest path of a host that
     * has a digest without waiting. `sha256` gives SHA-256 of UTF-8 in hexadecimal digits.
     */
    known: (token: string, sha256: (text: string) => string, clock: Clock.Clock) =>
      find(sha256(token), millisOf(clock)),
    inspect: Effect.sync((): State => {
      const [good, bad] = [valid.inspect(), refused.inspect()]
      return {
        hits,
        misses,
        stale: good.stale + bad.stale,
        evicted: good.evicted + bad.evicted,
        valid: good.size,
        refused: bad.size,
        asking: questions.size()
      }
    })
  }
})
