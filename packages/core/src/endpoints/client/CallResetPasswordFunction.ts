/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/reset/call`: asks the app's function to set the password. */
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
import { PasswordResetFailed, UserNotFound } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { done } from "./Done.ts"

/** The arguments, in canonical EJSON, may prove who the user is: hence `Redacted`. */
export const CallResetPasswordFunctionPayload = Schema.Struct({
  email: Schema.String,
  password: Secret,
  arguments: Schema.RedactedFromValue(Schema.Array(Schema.Json))
})

/** What the function does a second time is unknown. */
export const CallResetPasswordFunction = HttpApiEndpoint.post(
  "callResetPasswordFunction",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/reset/call",
  {
    params: { clientAppId: PathSegment },
    payload: CallResetPasswordFunctionPayload,
    success: done,
    error: [
      onWire(BadRequest),
      onWire(UserNotFound),
      withoutCode(PasswordResetFailed),
      onWire(AuthProviderNotFound),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
)
