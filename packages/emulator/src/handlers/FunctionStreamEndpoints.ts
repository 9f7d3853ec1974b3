/**
 * Calls whose result is a stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). Clients
 * of ours have none: these are the emulator's own declarations.
 */
import { Bearer } from "@atlas-bearer/core/Bearer"
import { AppNotFound, BadRequest, InvalidSession, onWire, withoutCode } from "@atlas-bearer/core/ClientError"
import { CallFunctionPayload } from "@atlas-bearer/core/endpoints/client/CallFunction"
import { FunctionExecutionError, FunctionNotFound, ServiceNotFound } from "@atlas-bearer/core/FunctionError"
import { PathSegment } from "@atlas-bearer/core/PathSegment"
import { Secret } from "@atlas-bearer/core/Secret"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { isTooDeep } from "../middleware/jsonDepth.ts"
import { MissingAuthReq } from "../middleware/UndecodableClientRequest.ts"
import { NoMatchingRuleFound } from "../watch/Watching.ts"

/** Base64 of what other calls have in their bodies, with the same limit. */
const Request = Schema.optional(
  Schema.StringFromBase64.check(Schema.makeFilter((text) => !isTooDeep(text))).pipe(
    Schema.decodeTo(Schema.fromJsonString(CallFunctionPayload))
  )
)
const Token = Schema.optional(Secret)

export const FunctionStreamEndpoints = HttpApiGroup.make("functionStreams", { topLevel: true }).add(
  // An `EventSource` of a browser sends no header of ours: its token is in the query.
  HttpApiEndpoint.get("streamFunction", "/api/client/v2.0/app/:clientAppId/functions/call", {
    params: { clientAppId: PathSegment },
    headers: { authorization: Schema.optional(Bearer) },
    query: { baas_request: Request, stitch_request: Request, baas_at: Token, stitch_at: Token },
    success: HttpApiSchema.StreamUint8Array({ contentType: "text/event-stream" }),
    error: [
      onWire(FunctionNotFound),
      onWire(FunctionExecutionError),
      onWire(ServiceNotFound),
      onWire(NoMatchingRuleFound),
      onWire(BadRequest),
      onWire(InvalidSession),
      onWire(MissingAuthReq),
      withoutCode(AppNotFound)
    ]
  })
)
