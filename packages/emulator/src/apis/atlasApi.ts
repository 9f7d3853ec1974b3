/** The part of the Atlas Administration API that is served, with its handlers. */
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Layer from "effect/Layer"
import { AtlasAccess } from "../AtlasAccess.ts"
import { atlasHandlers } from "../handlers/atlasHandlers.ts"
import { ServedAtlasApi } from "../handlers/ServedAtlasApi.ts"
import { UndecodableAtlasRequest } from "../middleware/UndecodableAtlasRequest.ts"
import { served } from "./served.ts"

const routes = HttpApiBuilder.layer(ServedAtlasApi).pipe(
  Layer.provide(atlasHandlers),
  Layer.provide([UndecodableAtlasRequest.layer, AtlasAccess.layer])
)

export const atlasApi = served(ServedAtlasApi, routes)
