/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/confirm`: confirms a registered user by the token of its e-mail. */
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

/** Both stand in the query of the link that was sent. */
export const ConfirmUserPayload = Schema.Struct({ token: Secret, tokenId: Schema.String })

/** A token works once: the second request would fail where the first did not. */
export const ConfirmUser = HttpApiEndpoint.post(
  "confirmUser",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/confirm",
  {
    params: { clientAppId: PathSegment },
    payload: ConfirmUserPayload,
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
