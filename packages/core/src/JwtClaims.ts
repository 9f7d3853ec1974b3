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

const UserData = Schema.Struct({ userData: Schema.JsonObject }).pipe(Schema.encodeKeys({ userData: "user_data" }))

const claimsFromJson = Schema.decodeUnknownOption(Schema.fromJsonString(JwtClaims))
const userDataFromJson = Schema.decodeUnknownOption(Schema.fromJsonString(UserData))

const payloadOf = (token: Redacted.Redacted): Option.Option<string> => {
  const segments = value(token).split(".")
  const payload = segments.length === 3 ? segments[1] : undefined
  return payload === undefined ? Option.none() : Result.getSuccess(Base64Url.decodeString(payload))
}

/** The claims of an App Services token, or nothing when it is none. Tokens of service accounts are opaque. */
export const decode = (token: Redacted.Redacted): Option.Option<typeof JwtClaims.Type> =>
  Option.flatMap(payloadOf(token), claimsFromJson)

/** The user's custom data as it was when the token was issued, or nothing when the app has none. */
export const userData = (token: Redacted.Redacted): Option.Option<typeof Schema.JsonObject.Type> =>
  Option.map(Option.flatMap(payloadOf(token), userDataFromJson), ({ userData }) => userData)
