/** Serves registration, confirmation and password reset. */
import * as Ejson from "@atlas-bearer/core/Ejson"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Redacted from "effect/Redacted"
import { type App, Apps } from "../Apps.ts"
import { AuthProviders } from "../AuthProviders.ts"
import { PasswordResets } from "../PasswordResets.ts"
import { Registrations } from "../Registrations.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

export const emailPasswordHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "emailPassword",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const authProviders = yield* AuthProviders
    const registrations = yield* Registrations
    const resets = yield* PasswordResets

    const inApp = <E>(
      { clientAppId }: { readonly clientAppId: string },
      f: (app: App) => Effect.Effect<void, E>
    ) =>
      apps.byClientAppId(clientAppId).pipe(
        Effect.tap((app) => authProviders.check(app, "local-userpass")),
        Effect.flatMap(f)
      )

    return handlers.handleAll({
      // `Overloaded` is not a failure that the page knows: answered with 503 in front of all handlers.
      registerUser: ({ params, payload }) =>
        inApp(
          params,
          (app) =>
            Effect.catchTag(registrations.register(app, payload.email, payload.password), "Overloaded", Effect.die)
        ),
      confirmUser: ({ params, payload }) => inApp(params, (app) => registrations.confirm(app, payload)),
      resendConfirmation: ({ params, payload }) => inApp(params, (app) => registrations.resend(app, payload.email)),
      retryCustomConfirmation: ({ params, payload }) => inApp(params, (app) => registrations.retry(app, payload.email)),
      sendResetPasswordEmail: ({ params, payload }) => inApp(params, (app) => resets.sendEmail(app, payload.email)),
      resetPassword: ({ params, payload }) =>
        inApp(params, (app) => Effect.catchTag(resets.reset(app, payload, payload.password), "Overloaded", Effect.die)),
      callResetPasswordFunction: ({ params, payload: { email, password, ...payload } }) =>
        inApp(
          params,
          (app) =>
            resets.callFunction(app, email, password, Redacted.value(payload.arguments).map(Ejson.decode)).pipe(
              Effect.catchTag("Overloaded", Effect.die)
            )
        )
    })
  })
)
