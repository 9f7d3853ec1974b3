/** The request header `x-emulator-fault`: a fault for this request alone. */
import type { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { decodeOption } from "../decodeOption.ts"
import { FaultAction } from "../FaultAction.ts"

export const header = "x-emulator-fault"

const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.JsonObject))
const decode = decodeOption(
  FaultAction,
  header,
  "must be a status, the name of an action or an action in JSON"
)

/** `503`, the name of an action that needs no more than that, or an action in JSON. */
const written = (field: string): unknown => {
  if (/^[2-5]\d\d$/.test(field)) return { type: "status", status: Number(field) }
  return Option.getOrElse(decodeJson(field), () => ({ type: field }))
}

export const headerFault = (field: string): Effect.Effect<FaultAction, InvalidOption> => decode(written(field.trim()))
