/** The Client API as it is served, with what only browsers do. */
import { ClientApi } from "@atlas-bearer/core/ClientApi"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"
import { RedirectLoginEndpoints } from "./RedirectLoginEndpoints.ts"

export const ServedClientApi = ClientApi.add(RedirectLoginEndpoints).middleware(UndecodableClientRequest)
