/** The OAuth endpoints of Cloud Manager and Atlas with their handlers. */
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Layer from "effect/Layer"
import { oauthHandlers } from "../handlers/oauthHandlers.ts"
import { ServedOAuthApi } from "../handlers/ServedOAuthApi.ts"
import { UndecodableOAuthRequest } from "../middleware/UndecodableOAuthRequest.ts"
import { served } from "./served.ts"

const routes = HttpApiBuilder.layer(ServedOAuthApi).pipe(
  Layer.provide(oauthHandlers),
  Layer.provide(UndecodableOAuthRequest.layer)
)

export const oauthApi = served(ServedOAuthApi, routes)
