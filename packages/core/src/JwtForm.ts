/** What a JSON Web Token looks like, before anybody reads it. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { TokenInvalid } from "./ClientError.ts"

// Three base64url segments, and no longer than the service takes.
const looksLikeJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/
const maxLength = 1_000_000

const noJwt = new TokenInvalid({ description: "it is no JSON Web Token" })

/** The refusal of a text that cannot be a JSON Web Token, or of what is none: nobody needs to be asked. */
export const refusal = (token: unknown): TokenInvalid | undefined =>
  typeof token === "string" && token.length <= maxLength && looksLikeJwt.test(token)
    ? undefined
    : noJwt

/** Fails with `TokenInvalid` when the text cannot be a JSON Web Token. */
export const checkForm = (token: Redacted.Redacted): Effect.Effect<void, TokenInvalid> =>
  Effect.suspend(() => {
    const refused = refusal(Redacted.value(token))
    return refused === undefined ? Effect.void : Effect.fail(refused)
  })
