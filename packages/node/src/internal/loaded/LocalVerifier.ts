/** Verifies access tokens by keys of its own. */
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import * as JwtForm from "@atlas-bearer/core/JwtForm"
import { TokenExpired, VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { errors, type JWTPayload } from "jose"
import { createSecretKey } from "node:crypto"
import type { LocalVerifier } from "../../LocalVerifier.ts"
import * as accessClaims from "../accessClaims.ts"
import * as keySet from "../keySet.ts"
import { type Checks, type JwtVerifier, make as makeVerifier } from "../verifyJwt.ts"

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

const secretKeys = (secret: Redacted.Redacted, checks: Checks): keySet.KeySet => {
  const key = createSecretKey(Redacted.value(secret), "utf8")
  const verifier = makeVerifier(() => key, checks)
  const keys = Effect.succeed(verifier)
  return { current: keys, latest: keys, known: () => verifier }
}

const invalid = (description: string) => new TokenInvalid({ description })

/** jose's errors keep the claims; ours keep nothing of the token. What is not about the token is our own trouble. */
const toVerifyError = (error: unknown) => {
  if (error instanceof TokenInvalid) return error
  if (error instanceof errors.JWTExpired) {
    return error.payload["typ"] === "access" ? new TokenExpired() : invalid("it is no access token")
  }
  const isOurs = !(error instanceof errors.JOSEError) || error instanceof errors.JWKSInvalid ||
    error instanceof errors.JWKInvalid
  return isOurs
    ? new VerifierUnavailable({ reason: "the key cannot be used", retryAfter: Duration.minutes(1) })
    : invalid(error.message)
}

const isUnknownKey = (error: unknown): error is errors.JWKSNoMatchingKey => error instanceof errors.JWKSNoMatchingKey

/** Throws `TokenInvalid`. */
const claimsOf = (payload: JWTPayload): Claims => {
  const claims = accessClaims.decode(payload)
  if (claims === undefined) throw invalid("it is no access token")
  return claims
}

export const make = (settings: SecretSettings | KeySetSettings): LocalVerifier => {
  const { algorithms, clockTolerance } = settings
  const { audience, issuer } = "secret" in settings ? {} : settings
  const checks: Checks = { algorithms, clockTolerance, issuer, audience }
  const keys = "secret" in settings
    ? secretKeys(settings.secret, checks)
    : Effect.runSync(keySet.make(settings.jwksUrl, checks))

  const ask = Effect.fnUntraced(function*(token: Redacted.Redacted) {
    const check = ({ verify }: JwtVerifier) =>
      Effect.tryPromise({
        try: () => verify(Redacted.value(token)),
        catch: (error) => isUnknownKey(error) ? error : toVerifyError(error)
      })
    const payload = yield* Effect.flatMap(keys.current, check).pipe(
      Effect.catchIf(isUnknownKey, () => Effect.flatMap(keys.latest, check)),
      Effect.catchIf(isUnknownKey, () => Effect.fail(invalid("it is signed with an unknown key")))
    )
    return yield* Effect.try({ try: () => claimsOf(payload), catch: toVerifyError })
  })

  // No fiber and no promise: most tokens are of a signer that was met before.
  const verifyAtOnce = (token: string): Claims | undefined => {
    const refused = JwtForm.refusal(token)
    if (refused !== undefined) throw refused
    try {
      const payload = keys.known()?.verifyAtOnce(token)
      return payload && claimsOf(payload)
    } catch (error) {
      // Another key may be there by now.
      if (isUnknownKey(error)) return undefined
      throw toVerifyError(error)
    }
  }

  return {
    verify: async (token, call) => {
      call?.signal?.throwIfAborted()
      return verifyAtOnce(token) ?? Effect.runPromise(ask(Redacted.make(token)), { signal: call?.signal })
    },
    verifyAtOnce
  }
}
