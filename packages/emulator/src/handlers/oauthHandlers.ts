/** Serves the OAuth endpoints of Cloud Manager and Atlas. */
import { InvalidClient, IpNotAllowed, RateLimited, UnsupportedGrantType } from "@atlas-bearer/core/OAuthError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import { AccessList } from "../AccessList.ts"
import { digestChallenge } from "../middleware/digestChallenge.ts"
import { type Credentials, ServiceAccounts } from "../ServiceAccounts.ts"
import { ServiceAccountTokens } from "../ServiceAccountTokens.ts"
import { TokenRateLimit } from "../TokenRateLimit.ts"
import { ServedOAuthApi } from "./ServedOAuthApi.ts"

/** Every refusal of the credentials carries the challenge that the vendor's page shows. */
const challenged = <A, E, R>(login: Effect.Effect<A, E | InvalidClient, R>) =>
  Effect.catchIf(
    login,
    (error) => error instanceof InvalidClient,
    ({ description }) =>
      Effect.flatMap(digestChallenge, (challenge) => Effect.fail(new InvalidClient({ description, challenge })))
  )

interface Request {
  readonly endpoint: { readonly path: string }
  readonly headers: { readonly authorization: Credentials }
  readonly request: HttpServerRequest.HttpServerRequest
}

export const oauthHandlers = HttpApiBuilder.group(
  ServedOAuthApi,
  "oauth",
  Effect.fn(function*(handlers) {
    const accessList = yield* AccessList
    const accounts = yield* ServiceAccounts
    const tokens = yield* ServiceAccountTokens
    const rateLimit = yield* TokenRateLimit

    const enter = ({ endpoint, headers: { authorization }, request }: Request) => {
      const ip = Option.getOrElse(request.remoteAddress, () => "")
      return rateLimit.admit({ resource: endpoint.path, ip, clientId: authorization.clientId }).pipe(
        Effect.andThen(challenged(accounts.authenticate(authorization))),
        Effect.filterOrFail(
          () => accessList.allows(ip, "mint"),
          () => new IpNotAllowed({ description: "IP access list validation failed for the service account." })
        )
      )
    }

    /** The limit's refusal in the other body, where it is switched on. */
    const limited = <A, E, R>({ endpoint }: Request, effect: Effect.Effect<A, E | RateLimited, R>) =>
      Effect.catchIf(
        effect,
        (error) => error instanceof RateLimited,
        (error) => {
          const reply = rateLimit.inApiBody(endpoint.path, error)
          return reply === undefined
            ? Effect.fail(error)
            : Effect.succeed(HttpServerResponse.jsonUnsafe(reply.body, { status: 429, headers: reply.fields }))
        }
      )

    return handlers.handleAll({
      issueToken: (request) =>
        limited(
          request,
          enter(request).pipe(
            Effect.filterOrFail(
              () => request.payload.grantType === "client_credentials",
              () => new UnsupportedGrantType({ description: "Invalid grant type." })
            ),
            Effect.flatMap(tokens.issue),
            Effect.map((token) => ({ ...token, tokenType: "Bearer" }))
          )
        ),
      revokeToken: (request) =>
        limited(
          request,
          Effect.flatMap(enter(request), (account) => tokens.revoke(account, request.payload.token))
        )
    })
  })
)
