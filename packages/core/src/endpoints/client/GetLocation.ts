/** `GET /api/client/v2.0/app/{clientAppId}/location`: where the app is deployed. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { AppNotFound, InternalServerError, onWire, withoutCode } from "../../ClientError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"

/**
 * `deploymentModel` is `GLOBAL` or `LOCAL`, `location` a code such as `US-VA`. `hostname` is the base URL that takes the
 * app's requests from now on, with its scheme.
 */
export const Location = Schema.Struct({
  deploymentModel: Schema.NonEmptyString,
  location: Schema.NonEmptyString,
  hostname: Schema.NonEmptyString,
  wsHostname: Schema.optional(Schema.String)
}).pipe(Schema.encodeKeys({ deploymentModel: "deployment_model", wsHostname: "ws_hostname" }))

/** Needs no token. The vendor's page sends a JSON body with this GET; no client has to. */
export const GetLocation = HttpApiEndpoint.get("getLocation", "/api/client/v2.0/app/:clientAppId/location", {
  params: { clientAppId: PathSegment },
  success: Location,
  error: [withoutCode(AppNotFound), onWire(InternalServerError)]
}).annotate(Idempotent, true)
