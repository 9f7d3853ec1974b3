/** Verifies access tokens by keys of its own. */
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import { checkForm } from "@atlas-bearer/core/JwtForm"
import { TokenExpired, VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { errors, type JWTVerifyGetKey } from "jose"
import { createSecretKey } from "node:crypto"
import type { LocalVerifier } from "../../LocalVerifier.ts"
import * as accessClaims from "../accessClaims.ts"
import * as keySet from "../keySet.ts"
import { type Checks, verifyJwt } from "../verifyJwt.ts"

interface CommonSettings {
  readonly algorithms: Array<string>
  /** In seconds. */
  readonly clockTolerance: number
}

interface SecretSettings extends CommonSettings {
  readonly secret: Redacted.Redacted
}

interface KeySetSettings extends CommonSettings {
  readonly jwksUrl: URL
  readonly issuer: string | undefined
  readonly audience: string | undefined
}

const secretKeys = (secret: Redacted.Redacted): keySet.KeySet => {
  const key = createSecretKey(Redacted.value(secret), "utf8")
  const keys = Effect.succeed<JWTVerifyGetKey>(() => key)
  return { current: keys, latest: keys }
}

const invalid = (description: string) => new TokenInvalid({ description })

/** jose's errors keep the claims; ours keep nothing of the token. What is not about the token is our own trouble. */
const toVerifyError = (error: unknown) => {
  if (error instanceof errors.JWTExpired) {
    return error.payload["typ"] === "access" ? new TokenExpired() : invalid("it is no access token")
  }
  const isOurs = !(error instanceof errors.JOSEError) || error instanceof errors.JWKSInvalid ||
    error instanceof errors.JWKInvalid
  return isOurs
    ? new VerifierUnavailable({ reason: "the key cannot be used", retryAfter: Duration.minutes(1) })
    : invalid(error.message)
}

export const make = (settings: SecretSettings | KeySetSettings): LocalVerifier => {
  const { algorithms, clockTolerance } = settings
  const keys = "secret" in settings ? secretKeys(settings.secret) : Effect.runSync(keySet.make(settings.jwksUrl))
  const { audience, issuer } = "secret" in settings ? {} : settings
  const checks: Checks = {
    algorithms,
    clockTolerance,
    ...(issuer !== undefined && { issuer }),
    ...(audience !== undefined && { audience })
  }

  const verify = Effect.fnUntraced(function*(token: Redacted.Redacted) {
    yield* checkForm(token)
    const check = (keyOf: JWTVerifyGetKey) =>
      Effect.tryPromise({
        try: () => verifyJwt(Redacted.value(token), keyOf, checks),
        catch: (error) => error instanceof errors.JWKSNoMatchingKey ? error : toVerifyError(error)
      })
    const isUnknownKey = (error: unknown): error is errors.JWKSNoMatchingKey =>
      error instanceof errors.JWKSNoMatchingKey
    const payload = yield* Effect.flatMap(keys.current, check).pipe(
      Effect.catchIf(isUnknownKey, () => Effect.flatMap(keys.latest, check)),
      Effect.catchIf(isUnknownKey, () => Effect.fail(invalid("it is signed with an unknown key")))
    )
    return yield* accessClaims.decode(payload)
  })

  return { verify: (token, call) => Effect.runPromise(verify(Redacted.make(token)), { signal: call?.signal }) }
}
