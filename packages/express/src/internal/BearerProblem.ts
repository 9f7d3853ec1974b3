/** The refusals of a resource server, with their challenges (RFC 6750 section 3). */
import * as Duration from "effect/Duration"
import { challenge, type ErrorCode } from "./challenge.ts"
import type { Problem } from "./Problem.ts"
import { fieldOf, tagOf } from "./retryAfter.ts"

// When nobody says how long.
const pause = Duration.seconds(5)

/** What the token's holder can do; a foreign verifier's own words stay here. */
const refusals: Readonly<Record<string, string>> = {
  TokenExpired: "The access token has expired. Renew it.",
  TokenInvalid: "The access token is not valid. Obtain a new one."
}

const descriptionOf = (tag: string, error: unknown): string => {
  const reason = typeof error === "object" && error !== null && "description" in error ? error.description : undefined
  const advice = refusals[tag] ?? ""
  return tag === "TokenInvalid" && typeof reason === "string" ? `${advice} (${reason})` : advice
}

export const make = (realm: string) => {
  const refuse = (status: number, code: ErrorCode, description: string): Problem => ({
    status,
    code,
    detail: description,
    headers: { "WWW-Authenticate": challenge(realm, { code, description }) }
  })
  return {
    /** RFC 6750 section 3.1: a client that sent no token is told no error code. */
    unauthenticated: {
      status: 401,
      detail: "This needs an access token, in the Authorization header.",
      headers: { "WWW-Authenticate": challenge(realm) }
    } satisfies Problem,
    malformed: (description: string) => refuse(400, "invalid_request", description),
    insufficientScope: refuse(403, "insufficient_scope", "The access token is valid and does not allow this."),
    /** `undefined` when `error` says nothing about the token. */
    refused: (error: unknown): Problem | undefined => {
      const tag = tagOf(error)
      return tag !== undefined && Object.hasOwn(refusals, tag)
        ? refuse(401, "invalid_token", descriptionOf(tag, error))
        : undefined
    },
    unavailable: (error: unknown): Problem => ({
      status: 503,
      code: "temporarily_unavailable",
      detail: "The access token cannot be verified now. This says nothing about the token: try again later.",
      headers: { "Retry-After": fieldOf(error, pause) }
    }),
    forged: {
      status: 403,
      detail: "The request does not come from a page of this origin, and its token from a cookie."
    } satisfies Problem
  }
}
