/** Who a user is, as the server tells it and as it is stored with a session. */
import * as Schema from "effect/Schema"

const Identity = Schema.Struct({
  id: Schema.NonEmptyString,
  providerType: Schema.NonEmptyString,
  providerId: Schema.optional(Schema.String),
  providerData: Schema.optional(Schema.JsonObject)
}).pipe(Schema.encodeKeys({
  providerType: "provider_type",
  providerId: "provider_id",
  providerData: "provider_data"
}))

/** `type` is `normal` or `server`; `data` holds what the provider tells, such as `email` or `name`. */
export const Profile = Schema.Struct({
  userId: Schema.optional(Schema.NonEmptyString),
  domainId: Schema.optional(Schema.String),
  identities: Schema.Array(Identity),
  data: Schema.JsonObject,
  type: Schema.NonEmptyString
}).pipe(Schema.encodeKeys({ userId: "user_id", domainId: "domain_id" }))
