/** `POST /api/client/v2.0/app/{clientAppId}/functions/call`: calls a function of the app, or of one of its services. */
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
import { FunctionExecutionError, FunctionNotFound, ServiceNotFound } from "../../FunctionError.ts"
import { PathSegment } from "../../PathSegment.ts"

/** Canonical EJSON (`Ejson.ts`). */
export const CallFunctionPayload = Schema.Struct({
  name: Schema.NonEmptyString,
  arguments: Schema.Array(Schema.Json),
  service: Schema.optional(Schema.String)
})

/** The result is one EJSON value, `null` for nothing. What the function does a second time is unknown. */
export const CallFunction = HttpApiEndpoint.post("callFunction", "/api/client/v2.0/app/:clientAppId/functions/call", {
  params: { clientAppId: PathSegment },
  headers: { authorization: Bearer },
  payload: CallFunctionPayload,
  success: Schema.Json,
  error: [
    onWire(FunctionNotFound),
    onWire(FunctionExecutionError),
    onWire(ServiceNotFound),
    onWire(BadRequest),
    onWire(InvalidSession),
    withoutCode(TokenInvalid),
    withoutCode(AppNotFound),
    onWire(InternalServerError)
  ]
})
