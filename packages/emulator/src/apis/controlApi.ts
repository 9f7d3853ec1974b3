/** The emulator's own interface with its handlers. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { page } from "../control/page.ts"
import { appHandlers } from "../handlers/appHandlers.ts"
import { clockHandlers } from "../handlers/clockHandlers.ts"
import { controlHandlers } from "../handlers/controlHandlers.ts"
import { ServedControlApi } from "../handlers/ServedControlApi.ts"
import { stateHandlers } from "../handlers/stateHandlers.ts"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"
import { otherMethods } from "./otherMethods.ts"

const routes = HttpApiBuilder.layer(ServedControlApi, { openapiPath: "/__emulator/openapi.json" }).pipe(
  Layer.provide([appHandlers, clockHandlers, controlHandlers, stateHandlers]),
  Layer.provide(UndecodableClientRequest.layer)
)

const withPage = Layer.merge(routes, HttpRouter.add("GET", "/__emulator/", page))

export const controlApi = HttpRouter.toHttpEffect(Layer.provide(withPage, HttpServer.layerServices)).pipe(
  Effect.map(otherMethods(ServedControlApi))
)
