/** JSON Web Tokens signed with RS256 (RFC 7518 section 3.3), refused in the words of `Jwt.ts`. Expiry is not looked at. */
import { TokenInvalid } from "@atlas-bearer/core/ClientError"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { verify as isSigned } from "node:crypto"
import * as Jwt from "./Jwt.ts"
import type { PublicKey } from "./PublicKeys.ts"

/** Whether the token says that it is signed so. */
export const isNamedBy = (token: Redacted.Redacted): boolean =>
  Result.getOrUndefined(Jwt.decode(token))?.header["alg"] === "RS256"

/** The id of its key; empty when it names none. */
export const keyNamedBy = (token: Redacted.Redacted): string =>
  String(Result.getOrUndefined(Jwt.decode(token))?.header["kid"] ?? "")

/** The claims of a token that one of the keys signed: the one that the token names, if they have names. */
export const verify = (
  token: Redacted.Redacted,
  keys: ReadonlyArray<PublicKey>
): Result.Result<typeof Schema.JsonObject.Type, Jwt.TokenMalformed | TokenInvalid> =>
  Result.gen(function*() {
    const { claims, header } = yield* Jwt.decode(token)
    const [head = "", payload = "", signature = ""] = Redacted.value(token).split(".")
    const content = Buffer.from(`${head}.${payload}`)
    const isValid = header["alg"] === "RS256" && header["crit"] === undefined && keys.some(({ kid, pem }) =>
      (kid === undefined || kid === header["kid"]) &&
      isSigned("sha256", content, pem, Buffer.from(signature, "base64url"))
    )
    return isValid ? claims : yield* Result.fail(new TokenInvalid({ description: "signature is invalid" }))
  })
