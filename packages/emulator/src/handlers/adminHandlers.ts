/** Serves the Admin API. */
import { Envelope } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Schema from "effect/Schema"
import { Administrators } from "../Administrators.ts"
import { ServedAdminApi } from "../middleware/UndecodableRequest.ts"

/** A token that is no JWT is a 400, one that is badly signed the declared 401. Clients know both as `TokenInvalid`. */
const malformed = (description: string) =>
  HttpServerResponse.jsonUnsafe(Schema.encodeSync(Envelope)({ description }), { status: 400 })

export const adminHandlers = HttpApiBuilder.group(
  ServedAdminApi,
  "admin",
  Effect.fn(function*(handlers) {
    const administrators = yield* Administrators
    return handlers.handleAll({
      adminLogin: ({ payload }) => administrators.logIn(payload.publicKey, payload.privateKey),
      refreshAdminSession: Effect.fnUntraced(function*({ headers }) {
        return { accessToken: yield* administrators.refresh(headers.authorization) }
      }),
      deleteAdminSession: ({ headers }) => administrators.revoke(headers.authorization),
      verifyToken: Effect.fnUntraced(function*({ headers, params, payload }) {
        yield* administrators.authenticate(headers.authorization)
        return yield* administrators.verifyToken(params.groupId, params.appId, payload.token).pipe(
          Effect.catchTag("TokenMalformed", ({ description }) => Effect.succeed(malformed(description)))
        )
      })
    })
  })
)
