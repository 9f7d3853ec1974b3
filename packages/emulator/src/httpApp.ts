/** The emulator's HTTP application: the handlers of every API behind one middleware per concern. */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpIncomingMessage from "effect/http/HttpIncomingMessage"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import { AtlasAccess } from "./AtlasAccess.ts"
import { Graphql } from "./graphql/Graphql.ts"
import { GraphqlCaller } from "./graphql/GraphqlCaller.ts"
import { adminHandlers } from "./handlers/adminHandlers.ts"
import { apiKeyHandlers } from "./handlers/apiKeyHandlers.ts"
import { appHandlers } from "./handlers/appHandlers.ts"
import { atlasHandlers } from "./handlers/atlasHandlers.ts"
import { authProviderHandlers } from "./handlers/authProviderHandlers.ts"
import { clientHandlers } from "./handlers/clientHandlers.ts"
import { controlHandlers, ServedControlApi } from "./handlers/controlHandlers.ts"
import { emailPasswordHandlers } from "./handlers/emailPasswordHandlers.ts"
import { loginHandlers } from "./handlers/loginHandlers.ts"
import { oauthHandlers } from "./handlers/oauthHandlers.ts"
import { registrationHandlers } from "./handlers/registrationHandlers.ts"
import { securityHandlers } from "./handlers/securityHandlers.ts"
import { serverApiKeyHandlers } from "./handlers/serverApiKeyHandlers.ts"
import { stateHandlers } from "./handlers/stateHandlers.ts"
import { userHandlers } from "./handlers/userHandlers.ts"
import { allowedOrigins } from "./middleware/allowedOrigins.ts"
import { controlAccess } from "./middleware/controlAccess.ts"
import { dateField } from "./middleware/dateField.ts"
import { documentedErrors } from "./middleware/documentedErrors.ts"
import { faults } from "./middleware/faults.ts"
import { journal } from "./middleware/journal.ts"
import { profiled } from "./middleware/profiled.ts"
import { responseFormat } from "./middleware/responseFormat.ts"
import {
  layer as undecodableRequests,
  ServedAdminApi,
  ServedAtlasApi,
  ServedClientApi,
  ServedOAuthApi
} from "./middleware/UndecodableRequest.ts"

const maxBodySize = ByteSize.mebibytes(1)

const routes = Layer.mergeAll(
  HttpApiBuilder.layer(ServedClientApi).pipe(
    Layer.provide([apiKeyHandlers, clientHandlers, emailPasswordHandlers, loginHandlers])
  ),
  HttpApiBuilder.layer(ServedAdminApi).pipe(
    Layer.provide([
      adminHandlers,
      authProviderHandlers,
      registrationHandlers,
      securityHandlers,
      serverApiKeyHandlers,
      userHandlers
    ])
  ),
  HttpApiBuilder.layer(ServedOAuthApi).pipe(Layer.provide(oauthHandlers)),
  HttpApiBuilder.layer(ServedAtlasApi).pipe(Layer.provide(atlasHandlers)),
  HttpApiBuilder.layer(ServedControlApi, { openapiPath: "/__emulator/openapi.json" }).pipe(
    Layer.provide([appHandlers, controlHandlers, stateHandlers])
  )
).pipe(
  Layer.provide([undecodableRequests, AtlasAccess.layer, Graphql.layer, GraphqlCaller.layer, HttpServer.layerServices])
)

/** Serves every API on the `HttpServer` at hand. */
export const httpApp = Layer.unwrap(Effect.gen(function*() {
  const app = yield* HttpRouter.toHttpEffect(routes)
  return HttpServer.serve(app.pipe(
    allowedOrigins,
    documentedErrors,
    profiled,
    responseFormat,
    controlAccess,
    dateField,
    faults,
    journal,
    Effect.provideService(HttpIncomingMessage.MaxBodySize, maxBodySize)
  ))
}))
