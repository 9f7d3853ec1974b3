/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/confirm/call`: runs the app's confirmation function again. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import {
  AppNotFound,
  AuthProviderNotFound,
  BadRequest,
  InternalServerError,
  onWire,
  withoutCode
} from "../../ClientError.ts"
import { ConfirmationUnavailable, UserAlreadyConfirmed, UserNotFound } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "./Done.ts"

/** The address that is registered and not confirmed. */
export const RetryCustomConfirmationPayload = Schema.Struct({ email: Schema.String })

/** What the function does a second time is unknown. */
export const RetryCustomConfirmation = HttpApiEndpoint.post(
  "retryCustomConfirmation",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/confirm/call",
  {
    params: { clientAppId: PathSegment },
    payload: RetryCustomConfirmationPayload,
    success: done,
    error: [
      onWire(BadRequest),
      onWire(UserAlreadyConfirmed),
      onWire(UserNotFound),
      withoutCode(ConfirmationUnavailable),
      onWire(AuthProviderNotFound),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
)
