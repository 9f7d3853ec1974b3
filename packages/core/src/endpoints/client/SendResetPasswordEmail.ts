/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/reset/send`: sends an e-mail that lets the user set another password. */
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
import { ResetEmailUnavailable, UserNotFound } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "./Done.ts"

/** The address of a registered user. */
export const SendResetPasswordEmailPayload = Schema.Struct({ email: Schema.String })

/** Each call is an e-mail. */
export const SendResetPasswordEmail = HttpApiEndpoint.post(
  "sendResetPasswordEmail",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/reset/send",
  {
    params: { clientAppId: PathSegment },
    payload: SendResetPasswordEmailPayload,
    success: done,
    error: [
      onWire(BadRequest),
      onWire(UserNotFound),
      withoutCode(ResetEmailUnavailable),
      onWire(AuthProviderNotFound),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
)
