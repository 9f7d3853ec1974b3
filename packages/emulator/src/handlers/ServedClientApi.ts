/** The Client API as it is served, with what no client of ours does. */
import { ClientApi } from "@atlas-bearer/core/ClientApi"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"
import { AppSessionEndpoints } from "./AppSessionEndpoints.ts"
import { FunctionStreamEndpoints } from "./FunctionStreamEndpoints.ts"
import { RedirectLoginEndpoints } from "./RedirectLoginEndpoints.ts"
import { VersionEndpoints } from "./VersionEndpoints.ts"

export const ServedClientApi = ClientApi.add(
  AppSessionEndpoints,
  FunctionStreamEndpoints,
  RedirectLoginEndpoints,
  VersionEndpoints
)
  .middleware(
    UndecodableClientRequest
  )
