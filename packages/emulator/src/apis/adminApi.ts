/** The Admin API with its handlers. */
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Layer from "effect/Layer"
import { adminHandlers } from "../handlers/adminHandlers.ts"
import { authProviderHandlers } from "../handlers/authProviderHandlers.ts"
import { registrationHandlers } from "../handlers/registrationHandlers.ts"
import { securityHandlers } from "../handlers/securityHandlers.ts"
import { ServedAdminApi } from "../handlers/ServedAdminApi.ts"
import { serverApiKeyHandlers } from "../handlers/serverApiKeyHandlers.ts"
import { userHandlers } from "../handlers/userHandlers.ts"
import { UndecodableAdminRequest } from "../middleware/UndecodableAdminRequest.ts"
import { served } from "./served.ts"

const routes = HttpApiBuilder.layer(ServedAdminApi).pipe(
  Layer.provide([
    adminHandlers,
    authProviderHandlers,
    registrationHandlers,
    securityHandlers,
    serverApiKeyHandlers,
    userHandlers
  ]),
  Layer.provide(UndecodableAdminRequest.layer)
)

export const adminApi = served(ServedAdminApi, routes)
