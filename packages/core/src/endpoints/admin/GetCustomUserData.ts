/**
 * `GET /api/admin/v3.0/groups/{groupId}/apps/{appId}/custom_user_data`:
 * which collection holds the custom data of an app's users.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { Idempotent } from "../../Idempotent.ts"
import * as AppRequest from "./AppRequest.ts"
import { CustomUserDataConfig } from "./CustomUserDataConfig.ts"

export const GetCustomUserData = HttpApiEndpoint.get(
  "getCustomUserData",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/custom_user_data",
  {
    params: AppRequest.params,
    headers: AppRequest.headers,
    success: CustomUserDataConfig,
    error: AppRequest.errors
  }
).annotate(Idempotent, true)
