/** Serves the OAuth endpoints of Cloud Manager and Atlas. */
import type { IssuedToken, IssueTokenPayload } from "@atlas-bearer/core/endpoints/oauth/IssueToken"
import {
  InvalidClient,
  IpNotAllowed,
  RateLimited,
  type TokenQuotaExceeded,
  UnsupportedGrantType
} from "@atlas-bearer/core/OAuthError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import { AccessList } from "../AccessList.ts"
import { digestChallenge } from "../middleware/digestChallenge.ts"
import { type Credentials, ServiceAccounts } from "../ServiceAccounts.ts"
import { type Account, ServiceAccountTokens } from "../ServiceAccountTokens.ts"
import { TokenRateLimit } from "../TokenRateLimit.ts"
import { ServedOAuthApi } from "./ServedOAuthApi.ts"

const notAllowed = "IP access list validation failed for the service account."

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
      const clientId = accounts.named(authorization.clientId)
      const admitted = rateLimit.admit({ resource: endpoint.path, ip, clientId })
      const authenticated = Effect.andThen(admitted, challenged(accounts.authenticate(authorization)))
      return accessList.allows(ip, "mint")
        ? authenticated
        : Effect.andThen(authenticated, Effect.fail(new IpNotAllowed({ description: notAllowed })))
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

    const issue = (
      account: Account,
      { grantType }: typeof IssueTokenPayload.Type
    ): Effect.Effect<typeof IssuedToken.Type, TokenQuotaExceeded | UnsupportedGrantType> =>
      grantType === "client_credentials"
        ? Effect.map(tokens.issue(account), (token) => ({ ...token, tokenType: "Bearer" }))
        : Effect.fail(new UnsupportedGrantType({ description: "Invalid grant type." }))

    return handlers.handleAll({
      issueToken: (request) =>
        limited(request, Effect.flatMap(enter(request), (account) => issue(account, request.payload))),
      revokeToken: (request) =>
        limited(
          request,
          Effect.flatMap(enter(request), (account) => tokens.revoke(account, request.payload.token))
        )
    })
  })
)
