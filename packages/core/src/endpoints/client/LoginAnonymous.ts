/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/anon-user/login`: makes a new anonymous user. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { DeviceOptions } from "../../DeviceOptions.ts"
import { PathSegment } from "../../PathSegment.ts"
import { login } from "./Login.ts"

/** Which device it is, if that is told. */
export const LoginAnonymousPayload = Schema.Struct({ options: Schema.optional(DeviceOptions) })

/** Every call makes a new user, so it is not repeated after an unclear failure. The body may be missing. */
export const LoginAnonymous = HttpApiEndpoint.post(
  "loginAnonymous",
  "/api/client/v2.0/app/:clientAppId/auth/providers/anon-user/login",
  {
    params: { clientAppId: PathSegment },
    payload: [LoginAnonymousPayload, HttpApiSchema.NoContent],
    ...login
  }
)
