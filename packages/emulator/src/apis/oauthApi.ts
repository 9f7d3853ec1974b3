/** The OAuth endpoints of Cloud Manager and Atlas with their handlers. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { oauthHandlers } from "../handlers/oauthHandlers.ts"
import { ServedOAuthApi } from "../handlers/ServedOAuthApi.ts"
import { UndecodableOAuthRequest } from "../middleware/UndecodableOAuthRequest.ts"
import { otherMethods } from "./otherMethods.ts"

const routes = HttpApiBuilder.layer(ServedOAuthApi).pipe(
  Layer.provide(oauthHandlers),
  Layer.provide(UndecodableOAuthRequest.layer)
)

export const oauthApi = HttpRouter.toHttpEffect(Layer.provide(routes, HttpServer.layerServices)).pipe(
  Effect.map(otherMethods(ServedOAuthApi))
)
