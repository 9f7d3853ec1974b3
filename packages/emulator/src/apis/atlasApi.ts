/** The part of the Atlas Administration API that is served, with its handlers. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { AtlasAccess } from "../AtlasAccess.ts"
import { atlasHandlers } from "../handlers/atlasHandlers.ts"
import { ServedAtlasApi } from "../handlers/ServedAtlasApi.ts"
import { UndecodableAtlasRequest } from "../middleware/UndecodableAtlasRequest.ts"
import { otherMethods } from "./otherMethods.ts"

const routes = HttpApiBuilder.layer(ServedAtlasApi).pipe(
  Layer.provide(atlasHandlers),
  Layer.provide([UndecodableAtlasRequest.layer, AtlasAccess.layer])
)

export const atlasApi = HttpRouter.toHttpEffect(Layer.provide(routes, HttpServer.layerServices)).pipe(
  Effect.map(otherMethods(ServedAtlasApi))
)
