/** The emulator's own interface with its handlers. */
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpRouter from "effect/http/HttpRouter"
import * as Layer from "effect/Layer"
import { page } from "../control/page.ts"
import { appHandlers } from "../handlers/appHandlers.ts"
import { clockHandlers } from "../handlers/clockHandlers.ts"
import { controlHandlers } from "../handlers/controlHandlers.ts"
import { ServedControlApi } from "../handlers/ServedControlApi.ts"
import { stateHandlers } from "../handlers/stateHandlers.ts"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"
import { served } from "./served.ts"

const routes = HttpApiBuilder.layer(ServedControlApi, { openapiPath: "/__emulator/openapi.json" }).pipe(
  Layer.provide([appHandlers, clockHandlers, controlHandlers, stateHandlers]),
  Layer.provide(UndecodableClientRequest.layer)
)

const withPage = Layer.mergeAll(
  routes,
  HttpRouter.add("GET", "/__emulator/", page),
  HttpRouter.add("GET", "/__emulator", page)
)

export const controlApi = served(ServedControlApi, withPage)
