/** Serves browser logins, the provider's page among them. */
import { AuthProviderNotFound, BadRequest, InvalidSession } from "@atlas-bearer/core/ClientError"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Apps } from "../Apps.ts"
import { AuthProviders } from "../AuthProviders.ts"
import { Logins } from "../Logins.ts"
import { Profile } from "../Profile.ts"
import { PublicUrl } from "../PublicUrl.ts"
import { type RedirectLogin, RedirectLogins } from "../RedirectLogins.ts"
import { Sessions } from "../Sessions.ts"
import { Provider, TokenLab } from "../TokenLab.ts"
import { Users } from "../Users.ts"
import { consentPage } from "./consentPage.ts"
import { deviceIdOf } from "./deviceIdOf.ts"
import { callbackPath, consentPath } from "./RedirectLoginEndpoints.ts"
import { ServedClientApi } from "./ServedClientApi.ts"

/** What the app's page is told, by the vendor's names without their prefix. */
type Told = Readonly<Record<string, string>>

const decodeProvider = Schema.decodeUnknownOption(Provider)

/** The browser keeps nothing of it: what it is sent on with is used once. */
const goTo = (location: string) =>
  HttpServerResponse.empty({ status: 302, headers: { location, "cache-control": "no-store" } })

const step = (path: string, parameters: Record<string, string>) => `${path}?${new URLSearchParams(parameters)}`

export const redirectLoginHandlers = HttpApiBuilder.group(
  ServedClientApi,
  "redirectLogins",
  Effect.fn(function*(handlers) {
    const apps = yield* Apps
    const authProviders = yield* AuthProviders
    const logins = yield* Logins
    const { claims } = yield* Profile
    const publicUrl = yield* PublicUrl
    const redirectLogins = yield* RedirectLogins
    const sessions = yield* Sessions
    const tokenLab = yield* TokenLab
    const users = yield* Users

    // realm-web splits the pairs at the equals sign and decodes the values; the Stitch SDKs have other names.
    const prefix = claims === "stitch" ? "_stitch" : "_baas"
    const fragment = (members: Told) =>
      Object.entries(members).map(([name, value]) => `${prefix}_${name}=${encodeURIComponent(value)}`).join("&")

    const link = Effect.fnUntraced(
      function*(login: RedirectLogin, linking: NonNullable<RedirectLogin["linking"]>, code: Redacted.Redacted) {
        const { userId } = linking
        yield* authProviders.check(linking.app, login.provider)
        yield* users.profile(userId)
        const accessToken = yield* sessions.reissue(linking)
        yield* logins.link(linking.app, userId, yield* tokenLab.prove(linking.app, login.provider, code))
        // The refresh token does not change.
        const session = [Redacted.value(accessToken), "", userId, linking.claims.deviceId]
        const told: Told = { link: "ok", ...(prefix === "_stitch" ? {} : { ua: session.join("$") }) }
        return told
      }
    )

    const logIn = Effect.fnUntraced(
      function*({ app: { clientAppId }, device, provider }: RedirectLogin, code: Redacted.Redacted) {
        const app = yield* apps.byClientAppId(clientAppId)
        yield* authProviders.check(app, provider)
        const identity = yield* logins.identify(app, yield* tokenLab.prove(app, provider, code))
        const session = yield* sessions.start(app, identity, yield* deviceIdOf(device))
        const tokens = [session.accessToken, session.refreshToken].map(Redacted.value)
        const told: Told = { ua: [...tokens, session.userId, session.deviceId].join("$") }
        return told
      }
    )

    const finish = Effect.fnUntraced(function*(login: RedirectLogin, code: Redacted.Redacted) {
      return login.linking === undefined ? yield* logIn(login, code) : yield* link(login, login.linking, code)
    })

    return handlers.handleAll({
      startRedirectLogin: Effect.fnUntraced(function*({ headers: { authorization }, params, query, request }) {
        const app = yield* apps.byClientAppId(params.clientAppId)
        const provider = Option.getOrUndefined(decodeProvider(params.provider))
        if (provider === undefined) {
          return yield* new AuthProviderNotFound({
            description: `authentication provider not found: '${params.provider}'`
          })
        }
        yield* authProviders.check(app, provider)
        const { device, providerRedirectHeader, redirect, state } = query
        if (!(app.redirectUris[provider] ?? []).includes(redirect)) {
          return yield* new BadRequest({ description: "the redirect URI is none of the provider's redirect_uris" })
        }
        if (query.link === true && authorization === undefined) {
          return yield* new InvalidSession({ description: "invalid session: linking needs an access token" })
        }
        const linking = query.link === true && authorization !== undefined
          ? yield* sessions.authenticateFor(app, authorization)
          : undefined
        const id = yield* redirectLogins.begin({ app, device, linking, provider, redirect, state })
        const location = `${publicUrl.of(request)}${step(consentPath, { state: id })}`
        return providerRedirectHeader === true
          ? HttpServerResponse.empty({ status: 200, headers: { "x-baas-location": location } })
          : goTo(location)
      }),
      askForConsent: ({ query: { state } }) =>
        Effect.map(redirectLogins.get(state), (login) => consentPage(state, login)),
      giveConsent: Effect.fnUntraced(function*({ payload: { decision, email = "", id, name, state } }) {
        const { app: { clientAppId }, provider } = yield* redirectLogins.get(state)
        if (decision === "deny") return goTo(step(callbackPath, { state, error: "access_denied" }))
        const sub = id === undefined || id === "" ? email : id
        if (sub === "") return yield* new BadRequest({ description: "'email' or 'id' is needed" })
        const app = yield* apps.byClientAppId(clientAppId)
        const subject = { sub, email: email === "" ? undefined : email, name: name === "" ? undefined : name }
        const code = Redacted.value(yield* tokenLab.credential(app, provider, subject))
        return goTo(step(callbackPath, { state, code }))
      }),
      finishRedirectLogin: Effect.fnUntraced(function*({ query: { code, error = "no code", state } }) {
        const login = yield* redirectLogins.take(state)
        const { app: { clientAppId }, redirect } = login
        const result: Told = code === undefined
          ? { error }
          : yield* Effect.match(finish(login, code), {
            onFailure: ({ description }): Told => ({ error: description }),
            onSuccess: (told) => told
          })
        const told = fragment({ state: login.state, client_app_id: clientAppId, ...result })
        return goTo(`${redirect}#${told}`)
      })
    })
  })
)
