/** Answers requests of the Atlas Administration API that do not decode with the failure that is documented for them. */
import * as Effect from "effect/Effect"
import * as HttpApiMiddleware from "effect/http-api/HttpApiMiddleware"
import { AtlasErrors, invalid, unauthorized } from "../AtlasError.ts"
import { complaint } from "./complaint.ts"

export class UndecodableAtlasRequest extends HttpApiMiddleware.Service<UndecodableAtlasRequest>()(
  "@atlas-bearer/emulator/UndecodableAtlasRequest",
  { error: AtlasErrors }
) {
  static readonly layer = HttpApiMiddleware.layerSchemaErrorTransform(
    UndecodableAtlasRequest,
    (error) => Effect.fail(error.kind === "Headers" ? unauthorized : invalid(complaint(error).description))
  )
}
