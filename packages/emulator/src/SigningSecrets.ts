/** The secrets that another issuer signs its tokens with (HS256), which log in by `custom-token`. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import type { CustomToken } from "./Apps.ts"
import * as Jwt from "./Jwt.ts"

/** The hosted service takes so many. */
const most = 3

/** Or what is wrong with them. */
export const check = (
  secrets: ReadonlyArray<Redacted.Redacted>
): Result.Result<ReadonlyArray<Redacted.Redacted>, BadRequest> => {
  const isEmpty = secrets.some((secret) => Redacted.value(secret) === "")
  return secrets.length > most || isEmpty
    ? Result.fail(new BadRequest({ description: `custom tokens have at most ${most} secrets, none of them empty` }))
    : Result.succeed(secrets)
}

/** The same, of what was given in code. */
export const fromAll = (given: ReadonlyArray<string>) => check(given.map((secret) => Redacted.make(secret)))

/** The claims of a token that was signed with one of the provider's secrets. */
export const verify = (token: Redacted.Redacted, { otherSecrets = [], secret }: CustomToken) =>
  otherSecrets.reduce(
    (verified, other) => Result.orElse(verified, () => Jwt.verify(token, other)),
    Jwt.verify(token, secret)
  )
