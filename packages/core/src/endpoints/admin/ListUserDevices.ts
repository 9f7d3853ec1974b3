/** `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/users/{userId}/devices`: the devices that a user has logged in from. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { onWire } from "../../ClientError.ts"
import { UserNotFound } from "../../EmailPasswordError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import * as AppRequest from "./AppRequest.ts"

/** The vendor describes an object without naming its members: `id` is the one that tokens repeat as the device id. */
export const UserDevice = Schema.Struct({ id: Schema.optional(Schema.NonEmptyString) }).pipe(
  Schema.encodeKeys({ id: "_id" })
)

export const ListUserDevices = HttpApiEndpoint.get(
  "listUserDevices",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/users/:userId/devices",
  {
    params: { ...AppRequest.params, userId: PathSegment },
    headers: AppRequest.headers,
    success: Schema.Array(UserDevice),
    error: [...AppRequest.errors, onWire(UserNotFound)]
  }
).annotate(Idempotent, true)
