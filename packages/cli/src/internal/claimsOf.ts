/** All claims of a JSON Web Token (RFC 7519), unverified. */
import * as Effect from "effect/Effect"
import * as Base64Url from "effect/encoding/Base64Url"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { other } from "./Failed.ts"

const fromJson = Schema.decodeOption(Schema.fromJsonString(Schema.JsonObject))

const notOne = other("It is no JSON Web Token: only its server can say what it is.")

export const decode = (token: Redacted.Redacted) => {
  const segments = Redacted.value(token).trim().split(".")
  const payload = segments.length === 3 ? segments[1] : undefined
  const text = payload === undefined ? Option.none() : Result.getSuccess(Base64Url.decodeString(payload))
  return Option.match(Option.flatMap(text, fromJson), { onNone: () => Effect.fail(notOne), onSome: Effect.succeed })
}
