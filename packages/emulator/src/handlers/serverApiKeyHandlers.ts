/** Serves the server API keys of an app to its administrators. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Administrators } from "../Administrators.ts"
import { ServerApiKeys } from "../ServerApiKeys.ts"
import { ServedAdminApi } from "./ServedAdminApi.ts"

export const serverApiKeyHandlers = HttpApiBuilder.group(
  ServedAdminApi,
  "serverApiKeys",
  Effect.fn(function*(handlers) {
    const { appOf } = yield* Administrators
    const keys = yield* ServerApiKeys
    return handlers.handleAll({
      listServerApiKeys: (request) => Effect.flatMap(appOf(request), keys.list),
      createServerApiKey: (request) => Effect.flatMap(appOf(request), (app) => keys.create(app, request.payload.name)),
      getServerApiKey: (request) => Effect.flatMap(appOf(request), (app) => keys.get(app, request.params.keyId)),
      deleteServerApiKey: (request) => Effect.flatMap(appOf(request), (app) => keys.delete(app, request.params.keyId)),
      enableServerApiKey: (request) => Effect.flatMap(appOf(request), (app) => keys.enable(app, request.params.keyId)),
      disableServerApiKey: (request) => Effect.flatMap(appOf(request), (app) => keys.disable(app, request.params.keyId))
    })
  })
)
