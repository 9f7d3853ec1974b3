/** Answers requests of the Client API that do not decode with the failure that is documented for them. */
import { BadRequest, onWire } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import * as Schema from "effect/Schema"
import { complaint } from "./complaint.ts"

/** A client route was asked without a readable bearer token. */
export class MissingAuthReq
  extends Schema.TaggedError<MissingAuthReq>()("MissingAuthReq", { description: Schema.String }, {
    httpApiStatus: 401
  })
{}

export class UndecodableClientRequest extends HttpApiMiddleware.Service<UndecodableClientRequest>()(
  "@atlas-bearer/emulator/UndecodableClientRequest",
  { error: [onWire(BadRequest), onWire(MissingAuthReq)] }
) {
  static readonly layer = HttpApiMiddleware.layerSchemaErrorTransform(
    UndecodableClientRequest,
    (error) =>
      Effect.fail(
        error.kind === "Headers" ? new MissingAuthReq({ description: "must authenticate first" }) : complaint(error)
      )
  )
}
