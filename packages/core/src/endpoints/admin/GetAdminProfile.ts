/** `GET /api/admin/v3.0/auth/profile`: which administrator the access token belongs to. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Bearer } from "../../Bearer.ts"
import { InternalServerError, InvalidSession, onWire, TokenInvalid, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { Profile } from "../client/Profile.ts"

const Role = Schema.Struct({ name: Schema.NonEmptyString, groupId: Schema.optional(Schema.String) }).pipe(
  Schema.encodeKeys({ name: "role_name", groupId: "group_id" })
)

/** A role without a `groupId` holds in the whole organisation. */
export const AdminProfile = Schema.Struct({
  ...Profile.to.fields,
  roles: Schema.Array(Role)
}).pipe(Schema.encodeKeys({ userId: "user_id", domainId: "domain_id" }))

export const GetAdminProfile = HttpApiEndpoint.get("getAdminProfile", "/api/admin/v3.0/auth/profile", {
  headers: { authorization: Bearer },
  success: AdminProfile,
  error: [onWire(InvalidSession), withoutCode(TokenInvalid), onWire(InternalServerError)]
}).annotate(Idempotent, true)
