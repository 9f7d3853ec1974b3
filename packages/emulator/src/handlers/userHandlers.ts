/** Serves the users of an app to its administrators. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"
import { Administrators } from "../Administrators.ts"
import { UserAccounts } from "../UserAccounts.ts"
import { ServedAdminApi } from "./ServedAdminApi.ts"

/** A token that is no JWT is a 400, one that is badly signed the declared 401. Clients know both as `TokenInvalid`. */
const malformed = (description: string) =>
  HttpServerResponse.jsonUnsafe(Schema.encodeSync(Envelope)({ description }), { status: 400 })

export const userHandlers = HttpApiBuilder.group(
  ServedAdminApi,
  "users",
  Effect.fn(function*(handlers) {
    const administrators = yield* Administrators
    const accounts = yield* UserAccounts
    return handlers.handleAll({
      verifyToken: Effect.fnUntraced(function*(request) {
        const app = yield* administrators.appOf(request)
        return yield* administrators.verifyToken(app, request.payload.token).pipe(
          Effect.catchTag("TokenMalformed", ({ description }) => Effect.succeed(malformed(description)))
        )
      }),
      listUsers: (request) => Effect.flatMap(administrators.appOf(request), (app) => accounts.list(app, request.query)),
      createUser: Effect.fnUntraced(function*(request) {
        const app = yield* administrators.appOf(request)
        const { email, password } = request.payload
        // Not a failure that the page knows: answered with 503 in front of all handlers.
        return yield* Effect.catchTag(accounts.create(app, email, password), "Overloaded", Effect.die)
      }),
      getUser: (request) =>
        Effect.flatMap(administrators.appOf(request), (app) => accounts.get(app, request.params.userId)),
      listUserDevices: (request) =>
        Effect.flatMap(administrators.appOf(request), (app) => accounts.devices(app, request.params.userId)),
      deleteUser: (request) =>
        Effect.flatMap(administrators.appOf(request), (app) => accounts.delete(app, request.params.userId)),
      enableUser: (request) =>
        Effect.flatMap(administrators.appOf(request), (app) => accounts.enable(app, request.params.userId)),
      disableUser: (request) =>
        Effect.flatMap(administrators.appOf(request), (app) => accounts.disable(app, request.params.userId)),
      logOutUser: (request) =>
        Effect.flatMap(administrators.appOf(request), (app) => accounts.logOut(app, request.params.userId)),
      resetUserEmail: (request) =>
        Effect.flatMap(
          administrators.appOf(request),
          (app) => accounts.resetEmail(app, request.params.userId, request.payload.email)
        )
    })
  })
)
