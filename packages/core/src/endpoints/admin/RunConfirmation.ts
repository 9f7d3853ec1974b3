/**
 * `POST /api/admin/v3.0/groups/{groupId}/apps/{appId}/user_registrations/by_email/{email}/run_confirm`:
 * runs the confirmation function for a registration again.
 */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import { BadRequest, onWire, withoutCode } from "../../ClientError.ts"
import { ConfirmationUnavailable, UserAlreadyConfirmed, UserNotFound } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "../client/Done.ts"
import * as AppRequest from "./AppRequest.ts"

/** The function decides, and may do so later. */
export const RunConfirmation = HttpApiEndpoint.post(
  "runConfirmation",
  "/api/admin/v3.0/groups/:groupId/apps/:appId/user_registrations/by_email/:email/run_confirm",
  {
    params: { ...AppRequest.params, email: PathSegment },
    headers: AppRequest.headers,
    success: [HttpApiSchema.Accepted, ...done],
    error: [
      ...AppRequest.errors,
      onWire(BadRequest),
      withoutCode(ConfirmationUnavailable),
      onWire(UserNotFound),
      onWire(UserAlreadyConfirmed)
    ]
  }
)
