/** `PUT /api/client/v2.0/app/{clientAppId}/push/providers/{service}/registration`: registers a device for push notifications. */
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as Schema from "effect/Schema"
import { Bearer } from "../../Bearer.ts"
import {
  AppNotFound,
  BadRequest,
  InternalServerError,
  InvalidSession,
  onWire,
  TokenInvalid,
  withoutCode
} from "../../ClientError.ts"
import { ServiceNotFound } from "../../FunctionError.ts"
import { Idempotent } from "../../Idempotent.ts"
import { PathSegment } from "../../PathSegment.ts"
import { Secret } from "../../Secret.ts"
import { done } from "./Done.ts"

/** What the push service gave the device. */
export const RegisterDevicePayload = Schema.Struct({ registrationToken: Secret })

/** `service` is the name of the push service, such as `gcm`. The device is that of the session. */
export const RegisterDevice = HttpApiEndpoint.put(
  "registerDevice",
  "/api/client/v2.0/app/:clientAppId/push/providers/:service/registration",
  {
    params: { clientAppId: PathSegment, service: PathSegment },
    headers: { authorization: Bearer },
    payload: RegisterDevicePayload,
    success: done,
    error: [
      onWire(ServiceNotFound),
      onWire(BadRequest),
      onWire(InvalidSession),
      withoutCode(TokenInvalid),
      withoutCode(AppNotFound),
      onWire(InternalServerError)
    ]
  }
).annotate(Idempotent, true)
