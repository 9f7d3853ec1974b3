/** What a JSON Web Token looks like, before anybody reads it. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { TokenInvalid } from "./ClientError.ts"

// Three base64url segments, and no longer than the service takes.
const looksLikeJwt = /^[\w-]+\.[\w-]+\.[\w-]*$/
const maxLength = 1_000_000

/** Fails with `TokenInvalid` when the text cannot be a JSON Web Token: nobody needs to be asked. */
export const checkForm = (token: Redacted.Redacted): Effect.Effect<void, TokenInvalid> =>
  Effect.suspend(() => {
    const text = Redacted.value(token)
    const isPossible = text.length <= maxLength && looksLikeJwt.test(text)
    return isPossible ? Effect.void : Effect.fail(new TokenInvalid({ description: "it is no JSON Web Token" }))
  })
