/** Serves the logins, and linking, which is a login with an access token. */
import { AuthProviderNotFound, InvalidSession } from "@atlas-bearer/core/ClientError"
import { DeviceOptions } from "@atlas-bearer/core/DeviceOptions"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ApiKeys } from "../ApiKeys.ts"
import { type App, Apps } from "../Apps.ts"
import { AuthFunction } from "../AuthFunction.ts"
import { AuthProviders } from "../AuthProviders.ts"
import { CustomTokens } from "../CustomTokens.ts"
import { Logins } from "../Logins.ts"
import * as Proof from "../Proof.ts"
import { Sessions } from "../Sessions.ts"
import { type Provider, TokenLab } from "../TokenLab.ts"
import { Users } from "../Users.ts"
import { deviceIdOf } from "./deviceIdOf.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

type Options = typeof DeviceOptions.Type

const decodeOptions = Schema.decodeUnknownOption(Schema.Struct({ options: DeviceOptions }))

/** What every login's request has. */
interface Request {
  readonly params: { readonly clientAppId: string }
  readonly query: { readonly link?: boolean | undefined }
  readonly headers: { readonly authorization?: Redacted.Redacted | undefined }
}

export const loginHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "logins",
  Effect.fn(function*(handlers) {
    const apiKeys = yield* ApiKeys
    const apps = yield* Apps
    const authFunction = yield* AuthFunction
    const authProviders = yield* AuthProviders
    const customTokens = yield* CustomTokens
    const logins = yield* Logins
    const sessions = yield* Sessions
    const tokenLab = yield* TokenLab
    const users = yield* Users

    const enter = Effect.fnUntraced(function*<E>(
      provider: string,
      { headers, params, query }: Request,
      options: Options | undefined,
      prove: (app: App) => Effect.Effect<Proof.Proof, E>
    ) {
      const app = yield* apps.byClientAppId(params.clientAppId)
      yield* authProviders.check(app, provider)
      if (query.link !== true) {
        const identity = yield* logins.identify(app, yield* prove(app))
        return yield* sessions.start(app, identity, yield* deviceIdOf(options?.device))
      }
      if (headers.authorization === undefined) {
        return yield* new InvalidSession({ description: "invalid session: linking needs an access token" })
      }
      const user = yield* sessions.authenticateFor(app, headers.authorization)
      const accessToken = yield* sessions.reissue(user)
      yield* logins.link(app, user.userId, yield* prove(app))
      return {
        accessToken,
        userId: user.userId,
        deviceId: user.claims.deviceId
      }
    })

    const byCredential = (
      provider: Provider,
      request: Request,
      options: Options | undefined,
      credential: Redacted.Redacted
    ) => enter(provider, request, options, (app) => tokenLab.prove(app, provider, credential))

    return handlers.handleAll({
      loginAnonymous: (request) =>
        enter("anon-user", request, request.payload?.options, () => Effect.succeed(Proof.anonymous)),
      loginEmailPassword: ({ payload: { options, password, username }, ...request }) =>
        enter("local-userpass", request, options, (app) =>
          users.byPassword(app, username, password).pipe(
            Effect.map(Proof.registered),
            // Not a failure that the page knows: answered with 503 in front of all handlers.
            Effect.catchTag("Overloaded", Effect.die)
          )),
      loginApiKey: ({ payload: { key, options }, ...request }) =>
        enter("api-key", request, options, (app) => apiKeys.prove(app, key)),
      loginCustomToken: ({ payload: { options, token }, ...request }) =>
        enter("custom-token", request, options, (app) => customTokens.prove(app, token)),
      loginCustomFunction: ({ payload, ...request }) => {
        const found = Option.getOrUndefined(decodeOptions(Redacted.value(payload)))
        return enter("custom-function", request, found?.options, (app) => authFunction.prove(app, payload))
      },
      loginGoogle: ({ payload, ...request }) =>
        byCredential(
          "oauth2-google",
          request,
          payload.options,
          "idToken" in payload ? payload.idToken : payload.authCode
        ),
      loginFacebook: ({ payload, ...request }) =>
        byCredential("oauth2-facebook", request, payload.options, payload.accessToken),
      loginApple: ({ payload, ...request }) => byCredential("oauth2-apple", request, payload.options, payload.idToken),
      loginWithProvider: ({ params }) =>
        Effect.fail(
          new AuthProviderNotFound({ description: `authentication provider not found: '${params.provider}'` })
        )
    })
  })
)
