/** `GET /api/client/v2.0/auth/profile`: who the access token belongs to. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"

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

export const GetProfile = HttpApiEndpoint.get("getProfile", "/api/client/v2.0/auth/profile", {
  headers: { authorization: Bearer },
  success: Profile,
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), onWire(InternalServerError)]
}).annotate(Idempotent, true)
