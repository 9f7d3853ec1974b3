/**
 * `POST /api/admin/v3.0/groups/{groupId}/apps/{appId}/user_registrations/by_email/{email}/send_confirm`:
 * sends the confirmation e-mail of a registration again.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { onWire } from "../../ClientError.ts"
import { UserAlreadyConfirmed, UserNotFound } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "../client/Done.ts"
import * as AppRequest from "./AppRequest.ts"

export const SendConfirmation = HttpApiEndpoint.post(
  "sendConfirmation",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/user_registrations/by_email/:email/send_confirm",
  {
    params: { ...AppRequest.params, email: PathSegment },
    headers: AppRequest.headers,
    success: [HttpApiSchema.Empty(200), ...done],
    error: [...AppRequest.errors, onWire(UserNotFound), onWire(UserAlreadyConfirmed)]
  }
)
