/** `DELETE /api/client/v2.0/app/{clientAppId}/push/providers/{service}/registration`: ends push notifications to a device. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import { Bearer } from "../../Bearer.ts"
import {
  AppNotFound,
  InternalServerError,
  InvalidSession,
  onWire,
  TokenInvalid,
  withoutCode
} from "../../ClientError.ts"
import { ServiceNotFound } from "../../FunctionError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { done } from "./Done.ts"

/** The device is that of the session. One that is not registered is left as it is. */
export const DeregisterDevice = HttpApiEndpoint.delete(
  "deregisterDevice",
  "/api/client/v2.0/app/:clientAppId/push/providers/:service/registration",
  {
    params: { clientAppId: PathSegment, service: PathSegment },
    headers: { authorization: Bearer },
    success: done,
    error: [
      onWire(ServiceNotFound),
      onWire(InvalidSession),
      withoutCode(TokenInvalid),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
).annotate(Idempotent, true)
