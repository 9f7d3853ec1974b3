/** Verifies users' access tokens without asking anybody, by the app's signing secret or public keys. For servers only. */
import * as BaseUrl from "@atlas-bearer/core/BaseUrl"
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { CallOptions, DurationInput } from "@atlas-bearer/core/TokenSource"
import { checkForm, TokenExpired, VerifierUnavailable } from "@atlas-bearer/core/TokenVerifier"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { JWTVerifyGetKey } from "jose"
import { createSecretKey } from "node:crypto"
import * as accessClaims from "./internal/accessClaims.ts"
import * as keySet from "./internal/keySet.ts"
import { duration } from "./internal/limits.ts"
import * as option from "./internal/option.ts"
import { type Checks, verifyJwt } from "./internal/verifyJwt.ts"

interface CommonOptions {
  /** How far the clocks may differ, by default 5 s. */
  readonly clockTolerance?: DurationInput | undefined
}

/** For tokens that are signed with HS256, as those of App Services are. */
export interface SecretOptions extends CommonOptions {
  /** The app's signing secret, 32 bytes or more. */
  readonly secret: string
  readonly jwksUrl?: undefined
}

/** For tokens that are signed with a key pair. */
export interface KeySetOptions extends CommonOptions {
  readonly secret?: undefined
  /** Where the public keys are; `https:`, or this machine. */
  readonly jwksUrl: string | URL
  /** By default both. */
  readonly algorithms?: ReadonlyArray<"RS256" | "ES256"> | undefined
  readonly issuer?: string | undefined
  readonly audience?: string | undefined
}

export interface LocalVerifier {
  /**
   * The claims of a valid access token. Rejects with `TokenExpired`, `TokenInvalid` or, when public keys cannot be
   * fetched, `VerifierUnavailable`. Does not notice that a session was revoked or a user disabled.
   */
  readonly verify: (token: string, options?: Pick<CallOptions, "signal">) => Promise<Claims>
}

/** Where keys come from. */
interface Keys extends keySet.KeySet {
  readonly algorithms: ReadonlyArray<string>
}

const secretKeys = (value: string): Keys => {
  const secret = option.text("secret", value)
  const refuse = (reason: string) => new InvalidOption({ option: "secret", reason })
  // Who takes a public key for a secret accepts what anybody signs with that key.
  if (secret.includes("-----BEGIN")) throw refuse("is a key in PEM: public keys go with jwksUrl")
  // RFC 7518 section 3.2: no shorter than the hash.
  if (Buffer.byteLength(secret) < 32) throw refuse("must have 32 bytes or more")
  const key = createSecretKey(secret, "utf8")
  const keys = Effect.succeed<JWTVerifyGetKey>(() => key)
  return { algorithms: ["HS256"], current: keys, latest: keys }
}

const publicAlgorithms: ReadonlyArray<string> = ["RS256", "ES256"]

const publicKeys = (options: KeySetOptions): Keys => {
  const algorithms = options.algorithms ?? publicAlgorithms
  if (algorithms.length === 0 || !algorithms.every((name) => publicAlgorithms.includes(name))) {
    throw new InvalidOption({ option: "algorithms", reason: "must be one or both of RS256 and ES256" })
  }
  const url = Result.getOrThrow(BaseUrl.fromOption({ option: "jwksUrl", input: options.jwksUrl }))
  return { algorithms, ...Effect.runSync(keySet.make(url)) }
}

const invalid = (description: string) => new TokenInvalid({ description })

/** Loaded with the first token: it is much, and not everybody who imports this package verifies tokens by itself. */
const loadJose = Effect.promise(() => import("jose"))

type Errors = Effect.Success<typeof loadJose>["errors"]

/** jose's errors keep the claims; ours keep nothing of the token. What is not about the token is our own trouble. */
const toVerifyError = (error: unknown, errors: Errors) => {
  if (error instanceof errors.JWTExpired) {
    return error.payload["typ"] === "access" ? new TokenExpired() : invalid("it is no access token")
  }
  const isOurs = !(error instanceof errors.JOSEError) || error instanceof errors.JWKSInvalid ||
    error instanceof errors.JWKInvalid
  return isOurs
    ? new VerifierUnavailable({ reason: "the key cannot be used", retryAfter: Duration.minutes(1) })
    : invalid(error.message)
}

/** Throws an `InvalidOption` that names the option. The first token fetches the public keys. */
export const make = (options: SecretOptions | KeySetOptions): LocalVerifier => {
  if (option.object(options).secret !== undefined && options.jwksUrl !== undefined) {
    throw new InvalidOption({ option: "secret", reason: "cannot go with jwksUrl" })
  }
  const keys = options.jwksUrl === undefined ? secretKeys(options.secret) : publicKeys(options)
  const { audience, issuer } = options.jwksUrl === undefined ? {} : options
  const checks: Checks = {
    algorithms: keys.algorithms,
    clockTolerance: Duration.toSeconds(duration("clockTolerance", options.clockTolerance, Duration.seconds(5))),
    ...(issuer !== undefined && { issuer: option.text("issuer", issuer) }),
    ...(audience !== undefined && { audience: option.text("audience", audience) })
  }

  const verify = Effect.fnUntraced(function*(token: Redacted.Redacted) {
    yield* checkForm(token)
    const jose = yield* loadJose
    const { errors } = jose
    const check = (keyOf: JWTVerifyGetKey) =>
      Effect.tryPromise({
        try: () => verifyJwt(jose, Redacted.value(token), keyOf, checks),
        catch: (error) => error instanceof errors.JWKSNoMatchingKey ? error : toVerifyError(error, errors)
      })
    const isUnknownKey = (error: unknown): error is InstanceType<Errors["JWKSNoMatchingKey"]> =>
      error instanceof errors.JWKSNoMatchingKey
    const payload = yield* Effect.flatMap(keys.current, check).pipe(
      Effect.catchIf(isUnknownKey, () => Effect.flatMap(keys.latest, check)),
      Effect.catchIf(isUnknownKey, () => Effect.fail(invalid("it is signed with an unknown key")))
    )
    return yield* accessClaims.decode(payload)
  })

  return { verify: (token, call) => Effect.runPromise(verify(Redacted.make(token)), { signal: call?.signal }) }
}
