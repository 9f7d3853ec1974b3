/** The emulator's own interface, as it is served. */
import * as HttpApi from "effect/http-api/HttpApi"
import { ControlApi } from "../ControlApi.ts"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"

/** A word that is not known would leave out what it was meant to say: a fault's `when`, say. */
export const ServedControlApi = ControlApi.middleware(UndecodableClientRequest).annotate(HttpApi.PayloadParseOptions, {
  onExcessProperty: "error"
})
