/** The access tokens of a holder, as Promises. */
import type { AccessTokens } from "@atlas-bearer/core/AccessTokens"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { limits } from "./limits.ts"

type Run = <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>

/** A token that is here costs no fiber and no timer. */
export const tokenSource = <E>(
  tokens: AccessTokens<E>,
  run: Run
): Pick<TokenSource, "getAccessToken" | "invalidate"> => ({
  getAccessToken: async (options) => {
    // A wrong limit is told at once, not when a token happens to be missing.
    if (options !== undefined) limits(options)
    const warm = options?.signal?.aborted === true ? undefined : tokens.warm()
    return Redacted.value(warm ?? (await run(tokens.get, options)))
  },
  invalidate: (token) => Effect.runPromise(tokens.invalidate(Redacted.make(token)))
})
