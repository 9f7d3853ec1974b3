/** Serves the registrations that are not confirmed to an app's administrators. */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Administrators } from "../Administrators.ts"
import { Registrations } from "../Registrations.ts"
import { ServedAdminApi } from "./ServedAdminApi.ts"

export const registrationHandlers = HttpApiBuilder.group(
  ServedAdminApi,
  "registrations",
  Effect.fn(function*(handlers) {
    const { appOf } = yield* Administrators
    const registrations = yield* Registrations
    return handlers.handleAll({
      listPendingUsers: (request) =>
        Effect.flatMap(appOf(request), (app) => registrations.pending(app, request.query.after)),
      deletePendingUser: (request) =>
        Effect.flatMap(appOf(request), (app) => registrations.discard(app, request.params.email)),
      sendConfirmation: (request) =>
        Effect.flatMap(appOf(request), (app) => registrations.resend(app, request.params.email)),
      confirmPendingUser: (request) =>
        Effect.flatMap(appOf(request), (app) => registrations.confirmByEmail(app, request.params.email)),
      runConfirmation: (request) =>
        Effect.flatMap(appOf(request), (app) => registrations.retry(app, request.params.email))
    })
  })
)
