/** The emulator's own interface, as it is served. */
import { ControlApi } from "../ControlApi.ts"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"

export const ServedControlApi = ControlApi.middleware(UndecodableClientRequest)
