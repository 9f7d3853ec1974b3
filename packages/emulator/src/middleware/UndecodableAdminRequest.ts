/** Answers requests of the Admin API that do not decode with the failure that is documented for them. */
import { BadRequest, InvalidSession, onWire } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import { complaint } from "./complaint.ts"

export class UndecodableAdminRequest extends HttpApiMiddleware.Service<UndecodableAdminRequest>()(
  "@atlas-bearer/emulator/UndecodableAdminRequest",
  { error: [onWire(BadRequest), onWire(InvalidSession)] }
) {
  static readonly layer = HttpApiMiddleware.layerSchemaErrorTransform(
    UndecodableAdminRequest,
    (error) =>
      Effect.fail(error.kind === "Headers" ? new InvalidSession({ description: "invalid session" }) : complaint(error))
  )
}
