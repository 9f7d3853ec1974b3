/** Serves the OAuth endpoints of Cloud Manager and Atlas. */
import { InvalidClient, UnsupportedGrantType } from "@atlas-bearer/core/OAuthError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import { digestChallenge } from "../middleware/digestChallenge.ts"
import { ServedOAuthApi } from "../middleware/UndecodableRequest.ts"
import { ServiceAccounts } from "../ServiceAccounts.ts"
import { TokenRateLimit } from "../TokenRateLimit.ts"

/** Every refusal of the credentials carries the challenge that the vendor's page shows. */
const challenged = <A, E, R>(login: Effect.Effect<A, E | InvalidClient, R>) =>
  Effect.catchIf(
    login,
    (error) => error instanceof InvalidClient,
    ({ description }) =>
      Effect.flatMap(digestChallenge, (challenge) => Effect.fail(new InvalidClient({ description, challenge })))
  )

export const oauthHandlers = HttpApiBuilder.group(
  ServedOAuthApi,
  "oauth",
  Effect.fn(function*(handlers) {
    const accounts = yield* ServiceAccounts
    const rateLimit = yield* TokenRateLimit

    const admit = (request: HttpServerRequest.HttpServerRequest, resource: string, clientId: string) =>
      rateLimit.admit({ resource, ip: Option.getOrElse(request.remoteAddress, () => ""), clientId })

    return handlers.handleAll({
      issueToken: Effect.fnUntraced(function*({ endpoint, headers, payload, request }) {
        yield* admit(request, endpoint.path, headers.authorization.clientId)
        const account = yield* challenged(accounts.authenticate(headers.authorization))
        if (payload.grantType !== "client_credentials") {
          return yield* new UnsupportedGrantType({ description: "Invalid grant type." })
        }
        return { ...yield* accounts.issue(account), tokenType: "Bearer" }
      }),
      revokeToken: Effect.fnUntraced(function*({ endpoint, headers, payload, request }) {
        yield* admit(request, endpoint.path, headers.authorization.clientId)
        const account = yield* challenged(accounts.authenticate(headers.authorization))
        yield* accounts.revoke(account, payload.token)
      })
    })
  })
)
