/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/register`: registers an e-mail address with a password. */
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
import { AccountNameInUse } from "../../EmailPasswordError.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { created } from "./Done.ts"

/** The password has 6 to 128 characters. */
export const RegisterUserPayload = Schema.Struct({ email: Schema.String, password: Secret })

/** The user is made at its first login. A second registration is refused, so it is not repeated after an unclear failure. */
export const RegisterUser = HttpApiEndpoint.post(
  "registerUser",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/register",
  {
    params: { clientAppId: PathSegment },
    payload: RegisterUserPayload,
    success: created,
    error: [
      onWire(BadRequest),
      onWire(AccountNameInUse),
      onWire(AuthProviderNotFound),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
)
