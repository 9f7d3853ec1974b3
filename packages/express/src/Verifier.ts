/** What decides about an access token: `TokenVerifier` and `LocalVerifier` of @atlas-bearer/node, or one of your own. */
import type { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"

/** What a verifier is told of the request that waits for it. */
export interface VerifyOptions {
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
  /** Milliseconds after which nobody waits for the answer any longer. */
  readonly deadline: number
}

export interface Verifier {
  /**
   * The claims of a valid token. A rejection with the `_tag` `TokenExpired` or `TokenInvalid` refuses the token; every
   * other says that nothing is known about it, and its `retryAfter`, an Effect `Duration`, when to ask again.
   */
  readonly verify: (token: string, options: VerifyOptions) => Promise<Claims>
  /**
   * As `verify`, when that takes no waiting; else `undefined`, and `verify` is asked. Throws what `verify` rejects with.
   * Saves such requests a turn of the event loop. The token is what the client sent, of whatever form.
   */
  readonly verifyAtOnce?: ((token: string) => Claims | undefined) | undefined
}

/** Who sent the request: what `requireBearer` puts into `request.auth`. */
export interface Auth {
  /** The access token. */
  readonly token: string
  readonly claims: Claims
}

declare global {
  // How @types/express has its requests extended, in version 4 and 5.
  namespace Express {
    interface Request {
      /** Set by `requireBearer`; `undefined` for a request without a token that `optional` let pass. */
      auth?: Auth | undefined
    }
  }
}
