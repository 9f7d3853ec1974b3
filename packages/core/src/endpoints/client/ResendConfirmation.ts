/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/confirm/send`: sends the confirmation e-mail again. */
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
import { UserAlreadyConfirmed, UserNotFound } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "./Done.ts"

/** The address that is registered and not confirmed. */
export const ResendConfirmationPayload = Schema.Struct({ email: Schema.String })

/** Each call is an e-mail. */
export const ResendConfirmation = HttpApiEndpoint.post(
  "resendConfirmation",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/confirm/send",
  {
    params: { clientAppId: PathSegment },
    payload: ResendConfirmationPayload,
    success: done,
    error: [
      onWire(BadRequest),
      onWire(UserAlreadyConfirmed),
      onWire(UserNotFound),
      onWire(AuthProviderNotFound),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
)
