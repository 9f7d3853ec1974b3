/** The Client API with its handlers. */
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Layer from "effect/Layer"
import { Graphql } from "../graphql/Graphql.ts"
import { GraphqlCaller } from "../graphql/GraphqlCaller.ts"
import { apiKeyHandlers } from "../handlers/apiKeyHandlers.ts"
import { appSessionHandlers } from "../handlers/appSessionHandlers.ts"
import { clientHandlers } from "../handlers/clientHandlers.ts"
import { emailPasswordHandlers } from "../handlers/emailPasswordHandlers.ts"
import { functionStreamHandlers } from "../handlers/functionStreamHandlers.ts"
import { loginHandlers } from "../handlers/loginHandlers.ts"
import { pushHandlers } from "../handlers/pushHandlers.ts"
import { redirectLoginHandlers } from "../handlers/redirectLoginHandlers.ts"
import { ServedClientApi } from "../handlers/ServedClientApi.ts"
import { versionHandlers } from "../handlers/versionHandlers.ts"
import { UndecodableClientRequest } from "../middleware/UndecodableClientRequest.ts"
import { PushRegistrations } from "../PushRegistrations.ts"
import { Changes } from "../watch/Changes.ts"
import { Watching } from "../watch/Watching.ts"
import { served } from "./served.ts"

const routes = HttpApiBuilder.layer(ServedClientApi).pipe(
  Layer.provide([
    apiKeyHandlers,
    appSessionHandlers,
    clientHandlers,
    emailPasswordHandlers,
    functionStreamHandlers,
    loginHandlers,
    pushHandlers,
    redirectLoginHandlers,
    versionHandlers
  ]),
  Layer.provide([
    UndecodableClientRequest.layer,
    Graphql.layer,
    GraphqlCaller.layer,
    PushRegistrations.layer,
    Watching.layer
  ]),
  Layer.provide(Changes.layer)
)

export const clientApi = served(ServedClientApi, routes)
