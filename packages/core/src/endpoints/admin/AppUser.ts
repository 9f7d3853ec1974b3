/** A user of an app, as its administrators see it. */
import * as Schema from "effect/Schema"

const Identity = Schema.Struct({
  id: Schema.NonEmptyString,
  providerType: Schema.NonEmptyString,
  providerId: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({ providerType: "provider_type", providerId: "provider_id" }))

/**
 * `type` is `normal` or `server`. Times are in seconds since 1970, 0 for never. `data` holds what all the user's providers
 * tell, such as `email` or `name`.
 */
export const AppUser = Schema.Struct({
  id: Schema.NonEmptyString,
  identities: Schema.Array(Identity),
  type: Schema.NonEmptyString,
  creationDate: Schema.optional(Schema.Finite),
  lastAuthenticationDate: Schema.optional(Schema.Finite),
  disabled: Schema.Boolean,
  data: Schema.optional(Schema.JsonObject)
}).pipe(Schema.encodeKeys({
  id: "_id",
  creationDate: "creation_date",
  lastAuthenticationDate: "last_authentication_date"
}))

export type AppUser = typeof AppUser.Type
