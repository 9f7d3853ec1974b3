/** The `Authorization` field of the Bearer scheme (RFC 6750 section 2.1). */
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

// The scheme is case-insensitive and 1*SP follows it (RFC 9110 section 11.4).
const scheme = /^bearer +/i

/** `Bearer <token>` on the wire, the token itself here. */
export const Bearer = Schema.String.check(Schema.isPattern(/^bearer +[\x21-\x7e]+$/i)).pipe(
  Schema.decodeTo(
    Schema.Redacted(Schema.NonEmptyString),
    SchemaTransformation.transform({
      decode: (field) => Redacted.make(field.replace(scheme, "")),
      encode: (token) => `Bearer ${Redacted.value(token)}`
    })
  )
)
