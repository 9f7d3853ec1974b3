/** The public keys behind a JWKS URL (RFC 7517 section 5), fetched when they are needed and at most once a second. */
import * as RetryAfter from "@atlas-bearer/core/RetryAfter"
import { VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import * as Cache from "effect/Cache"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { createLocalJWKSet, type JSONWebKeySet } from "jose"
import { type Checks, type JwtVerifier, make as makeVerifier } from "./verifyJwt.ts"

/** Each verifies by the keys of one time. */
export interface KeySet {
  /** The keys as they were some minutes ago at most. */
  readonly current: Effect.Effect<JwtVerifier, VerifierUnavailable>
  /** The keys as they are now: fetched for all who ask within the same second. */
  readonly latest: Effect.Effect<JwtVerifier, VerifierUnavailable>
  /** As `current`, when nobody has to be asked. */
  readonly known: () => JwtVerifier | undefined
}

const pause = 1000
const maxAge = 10 * 60_000
/** How long known keys serve while the URL is down. */
const maxAgeWhenDown = 60 * 60_000

// In characters; those of large issuers have some ten thousand.
const longest = 1_000_000

/** Stops reading, and throws, when it is longer than any key set. */
const textOf = async ({ body }: Response): Promise<string> => {
  let text = ""
  for await (const part of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part
    if (text.length > longest) throw new RangeError("too long")
  }
  return text
}

const fetchKeys = (url: URL, checks: Checks): Effect.Effect<JwtVerifier, VerifierUnavailable> => {
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
        try: async () => makeVerifier(createLocalJWKSet(JSON.parse(await textOf(response)) as JSONWebKeySet), checks),
        catch: () => unavailable("is none")
      })
    ),
    Effect.timeoutOrElse({ duration: "5 seconds", orElse: () => Effect.fail(unavailable("takes too long")) })
  )
}

export const make = Effect.fnUntraced(function*(url: URL, checks: Checks) {
  const clock = yield* Clock.Clock
  const now = () => Number(clock.monotonicTimeNanosUnsafe()) / 1e6
  let fetched: { readonly keys: JwtVerifier; readonly at: number } | undefined
  let failure: VerifierUnavailable | undefined
  let mayFetchAt = -Infinity

  const load = Effect.gen(function*() {
    yield* Effect.sleep(Math.max(0, mayFetchAt - now()))
    mayFetchAt = now() + pause
    const keys = yield* fetchKeys(url, checks)
    fetched = { keys, at: now() }
    failure = undefined
    return keys
  }).pipe(
    Effect.tapError((error) =>
      Effect.sync(() => {
        failure = error
        mayFetchAt = now() + Math.max(pause, Duration.toMillis(error.retryAfter ?? Duration.zero))
      })
    )
  )

  // The next fetch is for everybody who waits for it: a thousand unknown ids do not keep one new key waiting.
  const flight = yield* Cache.make({ lookup: () => load, capacity: 1, timeToLive: Duration.zero })

  const latest = Effect.suspend(() =>
    failure !== undefined && now() < mayFetchAt
      ? Effect.fail(
        new VerifierUnavailable({ reason: failure.reason, retryAfter: Duration.millis(mayFetchAt - now()) })
      )
      : Cache.get(flight, "keys")
  )

  const youngerThan = (age: number) => fetched !== undefined && now() - fetched.at < age ? fetched.keys : undefined
  const known = () => youngerThan(maxAge)

  const current = Effect.suspend(() => {
    const keys = known()
    if (keys !== undefined) return Effect.succeed(keys)
    const old = youngerThan(maxAgeWhenDown)
    return old === undefined ? latest : Effect.catch(latest, () => Effect.succeed(old))
  })

  const keySet: KeySet = { current, latest, known }
  return keySet
})
