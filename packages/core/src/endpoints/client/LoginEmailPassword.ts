/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/local-userpass/login`: logs in with e-mail address and password. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { DeviceOptions } from "../../DeviceOptions.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { login } from "./Login.ts"

/** The e-mail address goes as `username`. */
export const LoginEmailPasswordPayload = Schema.Struct({
  username: Schema.NonEmptyString,
  password: Secret,
  options: Schema.optional(DeviceOptions)
})

/** The e-mail address is case-sensitive; only confirmed users may log in. */
export const LoginEmailPassword = HttpApiEndpoint.post(
  "loginEmailPassword",
  "/api/client/v2.0/app/:clientAppId/auth/providers/local-userpass/login",
  {
    params: { clientAppId: PathSegment },
    payload: LoginEmailPasswordPayload,
    ...login
  }
).annotate(Idempotent, true)
