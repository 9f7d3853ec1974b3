/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/reset`: sets the password by the token of an e-mail. */
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
import { UserpassTokenInvalid } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { done } from "./Done.ts"

/** The first two stand in the query of the link that was sent. */
export const ResetPasswordPayload = Schema.Struct({ token: Secret, tokenId: Schema.String, password: Secret })

/** A token works once: the second request would fail where the first did not. */
export const ResetPassword = HttpApiEndpoint.post(
  "resetPassword",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/reset",
  {
    params: { clientAppId: PathSegment },
    payload: ResetPasswordPayload,
    success: done,
    error: [
      onWire(BadRequest),
      onWire(UserpassTokenInvalid),
      onWire(AuthProviderNotFound),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
)
