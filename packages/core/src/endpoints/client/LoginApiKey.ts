/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/api-key/login`: logs in with a server API key or a user API key. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { DeviceOptions } from "../../DeviceOptions.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { login } from "./Login.ts"

/** A server API key, or one that a user made. */
export const LoginApiKeyPayload = Schema.Struct({
  key: Secret,
  options: Schema.optional(DeviceOptions)
})

/** A server key logs in as a user of type `server`. */
export const LoginApiKey = HttpApiEndpoint.post(
  "loginApiKey",
  "/api/client/v2.0/app/:clientAppId/auth/providers/api-key/login",
  {
    params: { clientAppId: PathSegment },
    payload: LoginApiKeyPayload,
    ...login
  }
).annotate(Idempotent, true)
