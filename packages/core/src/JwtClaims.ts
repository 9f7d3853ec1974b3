/** What a JSON Web Token says of itself (RFC 7519). Nothing here is verified. */
import * as Base64Url from "effect/encoding/Base64Url"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { value } from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** `exp` and `iat` are seconds since 1970. */
export const JwtClaims = Schema.Struct({
  sub: Schema.optional(Schema.String),
  exp: Schema.optional(Schema.Finite),
  iat: Schema.optional(Schema.Finite)
})

const fromJson = Schema.decodeUnknownOption(Schema.fromJsonString(JwtClaims))

/** The claims of an App Services token, or nothing when it is none. Tokens of service accounts are opaque. */
export const decode = (token: Redacted.Redacted): Option.Option<typeof JwtClaims.Type> => {
  const segments = value(token).split(".")
  const payload = segments.length === 3 ? segments[1] : undefined
  if (payload === undefined) return Option.none()
  return Option.flatMap(Result.getSuccess(Base64Url.decodeString(payload)), fromJson)
}
