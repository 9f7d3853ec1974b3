/** How a user proves who it is: one constructor for each authentication provider of App Services. */
import type * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import type { AppServicesClient } from "./AppServicesClient.ts"
import type { Session } from "./Session.ts"

type Client = AppServicesClient["Service"]
type Secret = string | Redacted.Redacted
type JsonObject = typeof Schema.JsonObject.Type

/** Why a login failed. */
export type LoginError = Effect.Error<ReturnType<Client["loginAnonymous"]>>

/** Holds its secrets in a closure: nothing that prints the object shows them. */
export interface Credentials {
  /** The provider's name in App Services, such as `local-userpass`. */
  readonly provider: string
  readonly logIn: (client: Client, clientAppId: string) => Effect.Effect<Session, LoginError>
}

const secret = (value: Secret): Redacted.Redacted => Redacted.isRedacted(value) ? value : Redacted.make(value)

/** A new anonymous user each time. */
export const anonymous = (): Credentials => ({
  provider: "anon-user",
  logIn: (client, clientAppId) => client.loginAnonymous({ params: { clientAppId }, payload: {} })
})

/** `username` is the e-mail address, which is case-sensitive. */
export const emailPassword = (options: { readonly username: string; readonly password: Secret }): Credentials => ({
  provider: "local-userpass",
  logIn: (client, clientAppId) =>
    client.loginEmailPassword({
      params: { clientAppId },
      payload: { username: options.username, password: secret(options.password) }
    })
})

/** A server API key or a user API key. */
export const apiKey = (key: Secret): Credentials => ({
  provider: "api-key",
  logIn: (client, clientAppId) => client.loginApiKey({ params: { clientAppId }, payload: { key: secret(key) } })
})

/** A JSON Web Token of the issuer that the app's custom-token provider trusts. */
export const customToken = (jwt: Secret): Credentials => ({
  provider: "custom-token",
  logIn: (client, clientAppId) => client.loginCustomToken({ params: { clientAppId }, payload: { token: secret(jwt) } })
})

/** Fields for the app's authentication function, as canonical EJSON. */
export const customFunction = (payload: JsonObject): Credentials => ({
  provider: "custom-function",
  logIn: (client, clientAppId) =>
    client.loginCustomFunction({ params: { clientAppId }, payload: Redacted.make(payload) })
})

/** An OpenID Connect ID token, or an OAuth authorization code. */
export const google = (
  options: { readonly idToken: Secret } | { readonly authCode: Secret }
): Credentials => ({
  provider: "oauth2-google",
  logIn: (client, clientAppId) =>
    client.loginGoogle({
      params: { clientAppId },
      payload: "idToken" in options ? { idToken: secret(options.idToken) } : { authCode: secret(options.authCode) }
    })
})

/** The access token of a Facebook login. */
export const facebook = (accessToken: Secret): Credentials => ({
  provider: "oauth2-facebook",
  logIn: (client, clientAppId) =>
    client.loginFacebook({ params: { clientAppId }, payload: { accessToken: secret(accessToken) } })
})

/** The ID token of Sign in with Apple. */
export const apple = (idToken: Secret): Credentials => ({
  provider: "oauth2-apple",
  logIn: (client, clientAppId) => client.loginApple({ params: { clientAppId }, payload: { idToken: secret(idToken) } })
})

/** Any other provider, with the fields that it asks for. */
export const withProvider = (provider: string, payload: JsonObject): Credentials => ({
  provider,
  logIn: (client, clientAppId) =>
    client.loginWithProvider({ params: { clientAppId, provider }, payload: Redacted.make(payload) })
})
