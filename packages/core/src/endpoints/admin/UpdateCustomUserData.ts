/**
 * `PATCH /api/admin/v3.0/groups/{groupId}/apps/{appId}/custom_user_data`:
 * says which collection holds the custom data of an app's users.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { BadRequest, onWire } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"
import { CustomUserDataConfig } from "./CustomUserDataConfig.ts"

/** Access tokens have the data from the next renewal on. */
export const UpdateCustomUserData = HttpApiEndpoint.patch(
  "updateCustomUserData",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/custom_user_data",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    payload: CustomUserDataConfig,
    success: HttpApiSchema.NoContent,
    error: [...AppRequest.errors, onWire(BadRequest)]
  }
).annotate(Idempotent, true)
