/** The public keys of another issuer, whose tokens log in by `custom-token`. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { createPublicKey } from "node:crypto"

/** As given: PEM, or a JSON Web Key such as those that a JWKS URI answers. */
export const GivenKey = Schema.Union([Schema.NonEmptyString, Schema.JsonObject])

/** As kept. Tokens that name a key are checked with the key of that name. */
export const PublicKey = Schema.Struct({ kid: Schema.optional(Schema.String), pem: Schema.String })
export type PublicKey = typeof PublicKey.Type

/** The hosted service takes so many. */
const most = 3

const read = (key: typeof GivenKey.Type) =>
  typeof key === "string" ? createPublicKey(key) : createPublicKey({ format: "jwk", key })

const fromGiven = (given: typeof GivenKey.Type): Result.Result<PublicKey, BadRequest> =>
  Result.gen(function*() {
    const key = Result.getOrUndefined(Result.try(() => read(given)))
    if (key?.asymmetricKeyType !== "rsa") {
      return yield* Result.fail(
        new BadRequest({ description: "a key of custom tokens is no RSA public key in PEM or JWK" })
      )
    }
    const kid = typeof given === "string" ? undefined : given["kid"]
    return { kid: typeof kid === "string" ? kid : undefined, pem: String(key.export({ type: "spki", format: "pem" })) }
  })

/** Or what is wrong with one of them. */
export const fromAll = (
  given: ReadonlyArray<typeof GivenKey.Type>
): Result.Result<ReadonlyArray<PublicKey>, BadRequest> =>
  given.length > most
    ? Result.fail(new BadRequest({ description: `custom tokens have at most ${most} keys` }))
    : Result.all(given.map(fromGiven))
