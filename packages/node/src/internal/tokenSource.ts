/** The access tokens of a holder, as Promises. */
import type { AccessTokens } from "@atlas-bearer/core/AccessTokens"
import { Bearer } from "@atlas-bearer/core/Bearer"
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { limits } from "./limits.ts"

type Run = <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>

const encodeBearer = Schema.encodeOption(Bearer)

/** A token that is here costs no fiber and no timer. */
export const tokenSource = <E>(
  tokens: AccessTokens<E>,
  run: Run
): Pick<TokenSource, "getAccessToken" | "invalidate"> => {
  let sendable: Redacted.Redacted | undefined

  /** Whoever puts another one into a header field is told by an error that quotes it. */
  const valueOf = (token: Redacted.Redacted): string => {
    if (token !== sendable && Option.isNone(encodeBearer(token))) {
      throw new TokenInvalid({ description: "the server issued one that no header field can hold" })
    }
    sendable = token
    return Redacted.value(token)
  }

  return {
    getAccessToken: async (options) => {
      // A wrong limit is told at once, not when a token happens to be missing.
      if (options !== undefined) limits(options)
      const warm = options?.signal?.aborted === true ? undefined : tokens.warm()
      return valueOf(warm ?? (await run(tokens.get, options)))
    },
    invalidate: (token) => Effect.runPromise(tokens.invalidate(Redacted.make(token)))
  }
}
