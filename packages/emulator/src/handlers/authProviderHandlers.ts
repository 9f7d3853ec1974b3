/** Serves the authentication providers of an app to its administrators. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Administrators } from "../Administrators.ts"
import { AuthProviders } from "../AuthProviders.ts"
import { ServedAdminApi } from "./ServedAdminApi.ts"

export const authProviderHandlers = HttpApiBuilder.group(
  ServedAdminApi,
  "authProviders",
  Effect.fn(function*(handlers) {
    const { appOf } = yield* Administrators
    const providers = yield* AuthProviders
    return handlers.handleAll({
      listAuthProviders: (request) => Effect.map(appOf(request), providers.list),
      createAuthProvider: (request) => Effect.flatMap(appOf(request), (app) => providers.create(app, request.payload)),
      deleteAuthProvider: (request) =>
        Effect.flatMap(appOf(request), (app) => providers.delete(app, request.params.providerId)),
      getAuthProvider: (request) =>
        Effect.flatMap(appOf(request), (app) => providers.get(app, request.params.providerId)),
      updateAuthProvider: (request) =>
        Effect.flatMap(appOf(request), (app) => providers.update(app, request.params.providerId, request.payload)),
      enableAuthProvider: (request) =>
        Effect.flatMap(
          appOf(request),
          (app) => providers.update(app, request.params.providerId, { disabled: false })
        ),
      disableAuthProvider: (request) =>
        Effect.flatMap(appOf(request), (app) =>
          // Switching off needs no function and changes no setting, which is all that can be refused.
          providers.update(app, request.params.providerId, { disabled: true }).pipe(
            Effect.catchTag("BadRequest", Effect.die)
          ))
    })
  })
)
