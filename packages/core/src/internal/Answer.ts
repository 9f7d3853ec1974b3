/** What a question about a token comes to, and for how long that is true. */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import type { TokenInvalid } from "../ClientError.ts"
import type { Claims } from "../endpoints/admin/VerifyToken.ts"
import type { TokenExpired } from "../VerifyError.ts"

export type Refusal = TokenExpired | TokenInvalid
export type Answer = { readonly claims: Claims } | { readonly refusal: Refusal }

const refusedAge = Duration.seconds(10)

// Of a token that has ended already by the clock here: that clock is fast.
const fastClockAge = Duration.seconds(5)

/**
 * Milliseconds. A clock here that is slow or right by the token's own account gives no more than the token's whole life, one
 * that is fast 5 s.
 */
export const lifeOf = (answer: Answer, clock: Clock.Clock): number => {
  if ("refusal" in answer) return Duration.toMillis(refusedAge)
  const { exp, iat } = answer.claims
  const left = exp * 1000 - clock.currentTimeMillisUnsafe()
  return Math.min((exp - iat) * 1000, left > 0 ? left : Duration.toMillis(fastClockAge))
}
