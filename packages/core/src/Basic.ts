/** The `Authorization` field of the Basic scheme (RFC 7617), as service accounts use it. */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { Secret } from "./Secret.ts"

// A colon in the id would be taken for the end of it (RFC 7617 section 2).
const ClientId = Schema.NonEmptyString.check(Schema.isPattern(/^[^:]*$/))

const Credentials = Schema.Struct({ clientId: ClientId, clientSecret: Schema.toType(Secret) })

/** The credentials, or nothing when the field is garbled. Only the first colon separates (RFC 7617 section 2). */
const parse = (field: string): Option.Option<typeof Credentials.Type> => {
  const [, encoded] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(field) ?? []
  if (encoded === undefined) return Option.none()
  return Result.getSuccess(Base64.decodeString(encoded)).pipe(
    Option.map((text) => /^([^:]+):(.+)$/s.exec(text)),
    Option.flatMap((match) =>
      match?.[1] === undefined || match[2] === undefined
        ? Option.none()
        : Option.some({ clientId: match[1], clientSecret: Redacted.make(match[2]) })
    )
  )
}

/**
 * `Basic base64(clientId:clientSecret)` on the wire. Both parts go out as they are: the token endpoint does not
 * form-decode them, although RFC 6749 section 2.3.1 asks for it.
 */
export const Basic = Schema.String.pipe(
  Schema.decodeTo(
    Credentials,
    SchemaTransformation.transformEffect({
      decode: (field) =>
        Option.match(parse(field), {
          onNone: () => Effect.fail(new SchemaIssue.InvalidValue({ message: "Expected Basic credentials" })),
          onSome: Effect.succeed
        }),
      encode: ({ clientId, clientSecret }) =>
        Effect.succeed(`Basic ${Base64.encode(`${clientId}:${Redacted.value(clientSecret)}`)}`)
    })
  )
)
