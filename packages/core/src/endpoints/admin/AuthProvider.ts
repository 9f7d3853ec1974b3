/** A way to log in to an app, or to the Admin API. */
import * as Schema from "effect/Schema"

const summary = {
  id: Schema.optional(Schema.NonEmptyString),
  name: Schema.String,
  type: Schema.NonEmptyString,
  disabled: Schema.optional(Schema.Boolean)
}

/** `type` is the provider's segment in the path of its login, such as `local-userpass`. */
export const AuthProviderSummary = Schema.Struct(summary).pipe(Schema.encodeKeys({ id: "_id" }))

/** `config` is made of the vendor's own names, which differ from provider to provider. */
export const AuthProvider = Schema.Struct({ ...summary, config: Schema.optional(Schema.JsonObject) }).pipe(
  Schema.encodeKeys({ id: "_id" })
)

export type AuthProvider = typeof AuthProvider.Type
