/** Express middleware that lets requests with a valid access token pass (RFC 6750). */
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import type { DurationInput } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import type { IncomingMessage, ServerResponse } from "node:http"
import { answering } from "./internal/answering.ts"
import { atOnce } from "./internal/atOnce.ts"
import * as BearerProblem from "./internal/BearerProblem.ts"
import { isRealm } from "./internal/challenge.ts"
import { isName } from "./internal/cookies.ts"
import * as option from "./internal/option.ts"
import { malformation, type PresentedToken, presentedToken } from "./internal/presentedToken.ts"
import { type Problem, send } from "./internal/Problem.ts"
import { isSameOrigin } from "./internal/site.ts"
import type { Auth, Verifier } from "./Verifier.ts"

/** Who verifies, what the claims must be, and where the token is taken from. */
export interface RequireBearerOptions {
  readonly verifier: Verifier
  /** What the token is good for, in the challenge: printable ASCII. */
  readonly realm: string
  /** Whether these claims suffice; when not, the answer is 403. By default those of every valid token do. */
  readonly require?: ((claims: Claims) => boolean) | undefined
  /**
   * `"cookie"` takes the token from `cookie` too; then a request that may change something must come from a page of this
   * origin, as browsers tell. By default the Authorization header alone.
   */
  readonly from?: "header" | "cookie" | undefined
  /** The cookie's name, by default `access_token`. */
  readonly cookie?: string | undefined
  /** Lets a request without a token pass, with `request.auth` undefined. A token that is there must be valid all the same. */
  readonly optional?: boolean | undefined
  /** How long a request waits for its verification at most, by default 10 s. Then the answer is 503. */
  readonly deadline?: DurationInput | undefined
  /** Is told why a token could not be verified when the answer is 503: for your log. */
  readonly onUnavailable?: ((error: unknown) => void) | undefined
}

/** A middleware of Express, in both versions, and of everything that is like it. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void

type Incoming = IncomingMessage & { auth?: Auth }

const safeMethods: ReadonlySet<string | undefined> = new Set(["GET", "HEAD", "OPTIONS"])

const checked = ({ cookie = "access_token", from = "header", optional = false, ...options }: RequireBearerOptions) => {
  option.object("verifier", options.verifier, ["verify"])
  option.check("realm", isRealm(options.realm), "must be a text of printable ASCII")
  option.check(
    "require",
    ["function", "undefined"].includes(typeof options.require),
    "must be a function of the claims"
  )
  option.check("from", from === "header" || from === "cookie", "must be \"header\" or \"cookie\"")
  option.check("cookie", isName(cookie), "must be the name of a cookie")
  return {
    ...options,
    optional,
    cookie: from === "cookie" ? cookie : undefined,
    deadline: Duration.toMillis(option.duration("deadline", options.deadline, Duration.seconds(10)))
  }
}

/** A foreign verifier may say no in its own way: by nothing. */
const given = (claims: Claims): Claims => {
  if (typeof claims === "object" && claims !== null) return claims
  throw new TypeError("The verifier gave no claims. It must reject a token that is not valid.")
}

/** Throws an `InvalidOption` that names the option. Mount it on an app, a router or a route, after CORS. */
export const requireBearer = (options: RequireBearerOptions): Middleware => {
  const { cookie, deadline, onUnavailable, optional, realm, require, verifier } = checked(options)
  const problems = BearerProblem.make(realm)

  /** Notes who sent the request. What is wrong with that, or nothing. */
  const admit = (request: Incoming, auth: Auth): Problem | undefined => {
    if (require !== undefined && !atOnce("require", require(auth.claims))) return problems.insufficientScope
    request.auth = auth
    return undefined
  }

  const illFormed = (presented: PresentedToken): Problem | undefined => {
    const description = malformation(presented)
    return description === undefined ? undefined : problems.malformed(description)
  }

  const explain = (error: unknown): Problem => {
    const refusal = problems.refused(error)
    if (refusal === undefined) onUnavailable?.(error)
    return refusal ?? problems.unavailable(error)
  }

  /** Rejects with what is thrown by `require` and `onUnavailable`. */
  const ask = async (request: Incoming, token: string, signal: AbortSignal): Promise<Problem | undefined> => {
    let claims: Claims
    try {
      claims = given(await verifier.verify(token, { signal, deadline }))
    } catch (error) {
      return signal.aborted ? undefined : explain(error)
    }
    return signal.aborted ? undefined : admit(request, { token, claims })
  }

  return (request, response, next) => {
    const presented = presentedToken(request, cookie)
    if (presented._tag === "None") return optional ? next() : send(response, problems.unauthenticated)
    if (presented._tag === "Malformed") return send(response, problems.malformed(presented.description))
    const { inCookie, token } = presented
    if (inCookie && !safeMethods.has(request.method) && isSameOrigin(request) === false) {
      return send(response, problems.forged)
    }
    const answer = (problem: Problem | undefined) => problem === undefined ? next() : send(response, problem)
    // Most tokens are valid, and a valid one is well formed: its form need not be looked at.
    let claims: Claims | undefined
    try {
      claims = atOnce("verifyAtOnce", verifier.verifyAtOnce?.(token)) ?? undefined
    } catch (error) {
      return send(response, illFormed(presented) ?? explain(error))
    }
    if (claims !== undefined) return answer(admit(request, { token, claims }))

    const problem = illFormed(presented)
    if (problem !== undefined) return send(response, problem)
    answering(response, (signal) => ask(request, token, signal), answer, next)
  }
}
