/** The public keys behind a JWKS URL (RFC 7517 section 5), fetched when they are needed and at most once a second. */
import * as RetryAfter from "@atlas-bearer/core/RetryAfter"
import { VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose"

export interface KeySet {
  /** The keys as they were some minutes ago at most. */
  readonly current: Effect.Effect<JWTVerifyGetKey, VerifierUnavailable>
  /** The keys as they are now: fetched for all who ask within the same second. */
  readonly latest: Effect.Effect<JWTVerifyGetKey, VerifierUnavailable>
}

const pause = 1000
const maxAge = 10 * 60_000
/** How long known keys serve while the URL is down. */
const maxAgeWhenDown = 60 * 60_000

const fetchKeys = (url: URL): Effect.Effect<JWTVerifyGetKey, VerifierUnavailable> => {
  const unavailable = (what: string, retryAfter = Duration.millis(pause)) =>
    new VerifierUnavailable({ reason: `the key set of ${url.origin} ${what}`, retryAfter })
  return Effect.tryPromise({
    try: (signal) =>
      fetch(url, { signal, redirect: "error", headers: { accept: "application/jwk-set+json, application/json" } }),
    catch: () => unavailable("cannot be reached")
  }).pipe(
    Effect.filterOrFail(
      ({ status }) => status === 200,
      ({ headers, status }) =>
        unavailable(
          `is answered with ${status}`,
          RetryAfter.fromFields({
            "retry-after": headers.get("retry-after") ?? undefined,
            date: headers.get("date") ?? undefined
          })
        )
    ),
    Effect.flatMap((response) =>
      Effect.tryPromise({
        // What it is not, `createLocalJWKSet` finds out.
        try: async () => createLocalJWKSet(await response.json() as JSONWebKeySet),
        catch: () => unavailable("is none")
      })
    ),
    Effect.timeoutOrElse({ duration: "5 seconds", orElse: () => Effect.fail(unavailable("takes too long")) })
  )
}

const monotonic = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1e6)

export const make = Effect.fnUntraced(function*(url: URL) {
  let known: { readonly keys: JWTVerifyGetKey; readonly at: number } | undefined
  let failure: VerifierUnavailable | undefined
  let mayFetchAt = -Infinity

  const load = Effect.gen(function*() {
    yield* Effect.sleep(Math.max(0, mayFetchAt - (yield* monotonic)))
    mayFetchAt = (yield* monotonic) + pause
    const keys = yield* fetchKeys(url)
    known = { keys, at: yield* monotonic }
    failure = undefined
    return keys
  }).pipe(
    Effect.tapError((error) =>
      Effect.map(monotonic, (now) => {
        failure = error
        mayFetchAt = now + Math.max(pause, Duration.toMillis(error.retryAfter ?? Duration.zero))
      })
    )
  )

  // The next fetch is for everybody who waits for it: a thousand unknown ids do not keep one new key waiting.
  const flight = yield* Cache.make({ lookup: () => load, capacity: 1, timeToLive: Duration.zero })

  const latest = Effect.flatMap(monotonic, (now) =>
    failure !== undefined && now < mayFetchAt
      ? Effect.fail(new VerifierUnavailable({ reason: failure.reason, retryAfter: Duration.millis(mayFetchAt - now) }))
      : Cache.get(flight, "keys"))

  const current = Effect.flatMap(monotonic, (now) => {
    if (known === undefined || now - known.at >= maxAgeWhenDown) return latest
    const { at, keys } = known
    return now - at < maxAge ? Effect.succeed(keys) : Effect.catch(latest, () => Effect.succeed(keys))
  })

  const keySet: KeySet = { current, latest }
  return keySet
})
