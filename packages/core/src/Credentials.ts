/** How a user proves who it is: one constructor for each authentication provider of App Services. */
import type * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import type { AppServicesClient } from "./AppServicesClient.ts"
import { InvalidOption } from "./InvalidOption.ts"

type Client = AppServicesClient["Service"]
type Secret = string | Redacted.Redacted
type JsonObject = typeof Schema.JsonObject.Type

type Request = Parameters<Client["loginAnonymous"]>[0]
type Reply = ReturnType<Client["loginAnonymous"]>

/** Why a login or linking failed. */
export type LoginError = Effect.Error<Reply>

/** Holds its secrets in a closure: nothing that prints the object shows them. */
export interface Credentials {
  /** The provider's name in App Services, such as `local-userpass`. */
  readonly provider: string
  /** A reply without a refresh token begins no session. */
  readonly logIn: (client: Client, clientAppId: string) => Reply
  /** Makes the credentials a further identity of the user whom the access token belongs to. */
  readonly link: (client: Client, clientAppId: string, accessToken: Redacted.Redacted) => Reply
}

const secret = (value: Secret): Redacted.Redacted => Redacted.isRedacted(value) ? value : Redacted.make(value)

/** A caller without types may give a name, or a token, by itself. */
const parts = <A extends object>(options: A, names: string): A => {
  if (typeof options === "object" && options !== null) return options
  throw new InvalidOption({ option: "credentials", reason: `must be an object: ${names}` })
}

/** `send` posts what the provider asks for; the rest of the request says whether it logs in or links. */
const make = (
  provider: string,
  send: (client: Client, request: Pick<Request, "params" | "query" | "headers">) => Reply
): Credentials => ({
  provider,
  logIn: (client, clientAppId) => send(client, { params: { clientAppId }, query: {}, headers: {} }),
  link: (client, clientAppId, authorization) =>
    send(client, { params: { clientAppId }, query: { link: true }, headers: { authorization } })
})

/** A new anonymous user each time. */
export const anonymous = (): Credentials =>
  make("anon-user", (client, request) => client.loginAnonymous({ ...request, payload: {} }))

/** `username` is the e-mail address, which is case-sensitive. */
export const emailPassword = (options: { readonly username: string; readonly password: Secret }): Credentials => {
  const { password, username } = parts(options, "{ username, password }")
  return make(
    "local-userpass",
    (client, request) => client.loginEmailPassword({ ...request, payload: { username, password: secret(password) } })
  )
}

/** A server API key or a user API key. */
export const apiKey = (key: Secret): Credentials =>
  make("api-key", (client, request) => client.loginApiKey({ ...request, payload: { key: secret(key) } }))

/** A JSON Web Token of the issuer that the app's custom-token provider trusts. */
export const customToken = (jwt: Secret): Credentials =>
  make("custom-token", (client, request) => client.loginCustomToken({ ...request, payload: { token: secret(jwt) } }))

/** Fields for the app's authentication function, as canonical EJSON. */
export const customFunction = (payload: JsonObject): Credentials =>
  make(
    "custom-function",
    (client, request) => client.loginCustomFunction({ ...request, payload: Redacted.make(payload) })
  )

/** An OpenID Connect ID token, or an OAuth authorization code. */
export const google = (
  options: { readonly idToken: Secret } | { readonly authCode: Secret }
): Credentials => {
  const given = parts(options, "{ idToken } or { authCode }")
  return make("oauth2-google", (client, request) =>
    client.loginGoogle({
      ...request,
      payload: "idToken" in given ? { idToken: secret(given.idToken) } : { authCode: secret(given.authCode) }
    }))
}

/** The access token of a Facebook login. */
export const facebook = (accessToken: Secret): Credentials =>
  make(
    "oauth2-facebook",
    (client, request) => client.loginFacebook({ ...request, payload: { accessToken: secret(accessToken) } })
  )

/** The ID token of Sign in with Apple. */
export const apple = (idToken: Secret): Credentials =>
  make("oauth2-apple", (client, request) => client.loginApple({ ...request, payload: { idToken: secret(idToken) } }))

/** Any other provider, with the fields that it asks for. */
export const withProvider = (provider: string, payload: JsonObject): Credentials =>
  make(
    provider,
    (client, request) =>
      client.loginWithProvider({ ...request, params: { ...request.params, provider }, payload: Redacted.make(payload) })
  )
