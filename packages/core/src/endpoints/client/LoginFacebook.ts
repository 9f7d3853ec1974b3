/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/oauth2-facebook/login`: logs in with a Facebook access token. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { DeviceOptions } from "../../DeviceOptions.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { login } from "./Login.ts"

/** The access token of a Facebook login. */
export const LoginFacebookPayload = Schema.Struct({
  accessToken: Secret,
  options: Schema.optional(DeviceOptions)
})

/** Takes the access token of a Facebook login. */
export const LoginFacebook = HttpApiEndpoint.post(
  "loginFacebook",
  "/api/client/v2.0/app/:clientAppId/auth/providers/oauth2-facebook/login",
  {
    params: { clientAppId: PathSegment },
    payload: LoginFacebookPayload,
    ...login
  }
).annotate(Idempotent, true)
