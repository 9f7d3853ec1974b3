/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/custom-token/login`: logs in with a JSON Web Token of another issuer. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { DeviceOptions } from "../../DeviceOptions.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { login } from "./Login.ts"

/** A JSON Web Token of an issuer that the app's settings name. */
export const LoginCustomTokenPayload = Schema.Struct({
  token: Secret,
  options: Schema.optional(DeviceOptions)
})

/** The external token's `exp` counts at login only: the session outlives it. */
export const LoginCustomToken = HttpApiEndpoint.post(
  "loginCustomToken",
  "/api/client/v2.0/app/:clientAppId/auth/providers/custom-token/login",
  {
    params: { clientAppId: PathSegment },
    payload: LoginCustomTokenPayload,
    ...login
  }
).annotate(Idempotent, true)
