/** `POST /api/client/v2.0/app/{clientAppId}/auth/providers/{provider}/login`: logs in with any other provider. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { login } from "./Login.ts"

/** The provider's own fields. Assumed to hold a secret, hence `Redacted` as a whole. */
export const LoginWithProviderPayload = Schema.RedactedFromValue(Schema.JsonObject)

/** For providers that this version does not know by name. */
export const LoginWithProvider = HttpApiEndpoint.post(
  "loginWithProvider",
  "/api/client/v2.0/app/:clientAppId/auth/providers/:provider/login",
  {
    params: { clientAppId: PathSegment, provider: PathSegment },
    payload: LoginWithProviderPayload,
    ...login
  }
).annotate(Idempotent, true)
