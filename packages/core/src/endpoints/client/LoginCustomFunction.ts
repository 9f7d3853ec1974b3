/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/custom-function/login`: logs in by a function of the app. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { login } from "./Login.ts"

/** The function's own fields, as canonical EJSON. May hold a password, hence `Redacted` as a whole. */
export const LoginCustomFunctionPayload = Schema.RedactedFromValue(Schema.JsonObject)

/** What the function throws arrives as `AuthError`. */
export const LoginCustomFunction = HttpApiEndpoint.post(
  "loginCustomFunction",
  "/api/client/v2.0/app/:clientAppId/auth/providers/custom-function/login",
  {
    params: { clientAppId: PathSegment },
    payload: LoginCustomFunctionPayload,
    ...login
  }
).annotate(Idempotent, true)
