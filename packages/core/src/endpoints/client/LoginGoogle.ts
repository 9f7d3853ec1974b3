/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/oauth2-google/login`: logs in with a Google credential. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { DeviceOptions } from "../../DeviceOptions.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { login } from "./Login.ts"

/** An ID token of OpenID Connect, or an authorization code of OAuth 2.0. */
export const LoginGooglePayload = Schema.Union([
  Schema.Struct({ idToken: Secret, options: Schema.optional(DeviceOptions) }).pipe(
    Schema.encodeKeys({ idToken: "id_token" })
  ),
  Schema.Struct({ authCode: Secret, options: Schema.optional(DeviceOptions) })
])

/** Takes an OpenID Connect ID token or an OAuth authorization code. */
export const LoginGoogle = HttpApiEndpoint.post(
  "loginGoogle",
  "/api/client/v2.0/app/:clientAppId/auth/providers/oauth2-google/login",
  {
    params: { clientAppId: PathSegment },
    payload: LoginGooglePayload,
    ...login
  }
).annotate(Idempotent, true)
