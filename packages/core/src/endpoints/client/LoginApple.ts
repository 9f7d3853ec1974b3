/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/oauth2-apple/login`: logs in with an Apple ID token. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { DeviceOptions } from "../../DeviceOptions.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { login } from "./Login.ts"

/** The ID token of Sign in with Apple. */
export const LoginApplePayload = Schema.Struct({
  idToken: Secret,
  options: Schema.optional(DeviceOptions)
}).pipe(Schema.encodeKeys({ idToken: "id_token" }))

/** Takes the ID token of Sign in with Apple. */
export const LoginApple = HttpApiEndpoint.post(
  "loginApple",
  "/api/client/v2.0/app/:clientAppId/auth/providers/oauth2-apple/login",
  {
    params: { clientAppId: PathSegment },
    payload: LoginApplePayload,
    ...login
  }
).annotate(Idempotent, true)
