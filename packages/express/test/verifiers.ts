/** Verifiers that know a handful of tokens by name. */
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import { TokenExpired, VerifierMisconfigured, VerifierUnavailable } from "@atlas-bearer/core/VerifyError"
import type { Verifier } from "@atlas-bearer/express"
import * as Duration from "effect/Duration"

export const claims = { sub: "u1", iat: 1, exp: 1801 }

const outcomes: Readonly<Record<string, () => typeof claims>> = {
  good: () => claims,
  expired: () => {
    throw new TokenExpired()
  },
  down: () => {
    throw new VerifierUnavailable({ reason: "ECONNREFUSED", retryAfter: Duration.millis(6500) })
  },
  misconfigured: () => {
    throw new VerifierMisconfigured({ reason: "the key pair secret-key" })
  },
  broken: () => {
    throw new TypeError("fetch failed at internal.host")
  }
}

export const byName = () => {
  const asked: Array<string> = []
  const verifier: Verifier.Verifier = {
    verify: async (token) => {
      asked.push(token)
      const outcome = outcomes[token]
      if (outcome === undefined) throw new TokenInvalid({ description: "signature is \"bad\"\r\nX: y ä" })
      return outcome()
    }
  }
  return { asked, verifier }
}
