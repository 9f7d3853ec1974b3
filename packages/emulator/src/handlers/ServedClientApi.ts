/** The Client API, as it is served. */
import { ClientApi } from "@atlas-bearer/core/ClientApi"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"

export const ServedClientApi = ClientApi.middleware(UndecodableClientRequest)
