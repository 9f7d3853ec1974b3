/** One valid call of every operation. */
import { AdminApi } from "@atlas-bearer/core/AdminApi"
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { ClientApi } from "@atlas-bearer/core/ClientApi"
import { OAuthApi } from "@atlas-bearer/core/OAuthApi"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { type Context, type Effect, Layer, Redacted } from "effect"
import { HttpApi, type HttpApiEndpoint, type HttpApiGroup } from "effect/http-api"
import { adminCalls } from "./adminCalls.ts"
import { bearer, secrets } from "./secrets.ts"

/** What an operation fails with: an error with a tag. */
export interface Failure extends Error {
  readonly _tag: string
}

export type Calls<Client> = {
  readonly [Identifier in keyof Client]: (client: Client) => Effect.Effect<unknown, Failure>
}

const params = { clientAppId: "myapp-abcde" }
/** Of a login that links nothing. */
const login = { params, query: {}, headers: {} }
const account = { authorization: { clientId: "mdb_sa_id_1", clientSecret: Redacted.make(secrets.clientSecret) } }
const email = "test@example.com"
const password = Redacted.make(secrets.password)
/** What stands in the link of an e-mail. */
const mailed = { token: Redacted.make(secrets.authCode), tokenId: "5e13a41e1b38d358430ed1f4" }
const keyId = "5e13a41e1b38d358430ed1f5"
const custom = Redacted.make({ user: "u1", proof: { answers: [secrets.password] } })

const clientCalls: Calls<AppServicesClient["Service"]> = {
  getLocation: (client) => client.getLocation({ params }),
  loginAnonymous: (client) => client.loginAnonymous({ ...login, payload: {} }),
  loginEmailPassword: (client) =>
    client.loginEmailPassword({
      ...login,
      payload: { username: email, password }
    }),
  loginApiKey: (client) => client.loginApiKey({ ...login, payload: { key: Redacted.make(secrets.apiKey) } }),
  loginCustomToken: (client) =>
    client.loginCustomToken({ ...login, payload: { token: Redacted.make(secrets.externalToken) } }),
  loginCustomFunction: (client) => client.loginCustomFunction({ ...login, payload: custom }),
  loginGoogle: (client) => client.loginGoogle({ ...login, payload: { authCode: Redacted.make(secrets.authCode) } }),
  loginFacebook: (client) =>
    client.loginFacebook({ ...login, payload: { accessToken: Redacted.make(secrets.externalToken) } }),
  loginApple: (client) => client.loginApple({ ...login, payload: { idToken: Redacted.make(secrets.externalToken) } }),
  loginWithProvider: (client) =>
    client.loginWithProvider({ ...login, params: { ...params, provider: "oauth2-other" }, payload: custom }),
  refreshSession: (client) => client.refreshSession({ headers: bearer(secrets.refreshToken) }),
  deleteSession: (client) => client.deleteSession({ headers: bearer(secrets.refreshToken) }),
  getProfile: (client) => client.getProfile({ headers: bearer(secrets.accessToken) }),
  registerUser: (client) => client.registerUser({ params, payload: { email, password } }),
  confirmUser: (client) => client.confirmUser({ params, payload: mailed }),
  resendConfirmation: (client) => client.resendConfirmation({ params, payload: { email } }),
  retryCustomConfirmation: (client) => client.retryCustomConfirmation({ params, payload: { email } }),
  sendResetPasswordEmail: (client) => client.sendResetPasswordEmail({ params, payload: { email } }),
  resetPassword: (client) => client.resetPassword({ params, payload: { ...mailed, password } }),
  callResetPasswordFunction: (client) =>
    client.callResetPasswordFunction({
      params,
      payload: { email, password, arguments: Redacted.make([secrets.externalToken]) }
    }),
  deleteUser: (client) => client.deleteUser({ headers: bearer(secrets.accessToken) }),
  createApiKey: (client) => client.createApiKey({ headers: bearer(secrets.refreshToken), payload: { name: "k1" } }),
  listApiKeys: (client) => client.listApiKeys({ headers: bearer(secrets.refreshToken) }),
  getApiKey: (client) => client.getApiKey({ headers: bearer(secrets.refreshToken), params: { keyId } }),
  deleteApiKey: (client) => client.deleteApiKey({ headers: bearer(secrets.refreshToken), params: { keyId } }),
  enableApiKey: (client) => client.enableApiKey({ headers: bearer(secrets.refreshToken), params: { keyId } }),
  disableApiKey: (client) => client.disableApiKey({ headers: bearer(secrets.refreshToken), params: { keyId } }),
  callFunction: (client) =>
    client.callFunction({
      params,
      headers: bearer(secrets.accessToken),
      payload: { name: "sum", arguments: [{ $numberInt: "1" }, secrets.externalToken] }
    }),
  executeGraphql: (client) =>
    client.executeGraphql({ params, headers: bearer(secrets.accessToken), payload: { query: "{ movies { title } }" } }),
  registerDevice: (client) =>
    client.registerDevice({
      params: { ...params, service: "gcm" },
      headers: bearer(secrets.accessToken),
      payload: { registrationToken: Redacted.make(secrets.externalToken) }
    }),
  deregisterDevice: (client) =>
    client.deregisterDevice({ params: { ...params, service: "gcm" }, headers: bearer(secrets.accessToken) })
}

const oauthCalls: Calls<OAuthClient["Service"]> = {
  issueToken: (client) =>
    client.issueToken({ headers: account, query: {}, payload: { grantType: "client_credentials" } }),
  revokeToken: (client) =>
    client.revokeToken({ headers: account, query: {}, payload: { token: Redacted.make(secrets.externalToken) } })
}

type Clients = AppServicesClient | AdminClient | OAuthClient

const baseUrl = new URL("https://atlas-bearer.test")

/** The clients that the calls need, over the `HttpClient` at hand. */
export const clients = Layer.mergeAll(
  Layer.effect(AppServicesClient, AppServicesClient.make({ baseUrl })),
  Layer.effect(AdminClient, AdminClient.make({ baseUrl })),
  Layer.effect(OAuthClient, OAuthClient.make({ baseUrl }))
).pipe(Layer.provide(unscheduled))

/** An operation as the tests that go through all of them see it. */
export interface Operation {
  readonly endpoint: HttpApiEndpoint.Top
  /** `client/GetLocation`. */
  readonly path: string
  readonly call: Effect.Effect<unknown, Failure, Clients> | undefined
}

const operationsOf = <Id extends string, Groups extends HttpApiGroup.Constraint, Client extends Clients, Service>(
  directory: string,
  api: HttpApi.HttpApi<Id, Groups>,
  client: Context.Service<Client, Service>,
  calls: { readonly [identifier: string]: (client: Service) => Effect.Effect<unknown, Failure> }
): ReadonlyArray<Operation> => {
  const operations: Array<Operation> = []
  HttpApi.reflect(api, {
    onGroup: () => undefined,
    onEndpoint: ({ endpoint }) => {
      const file = endpoint.identifier.replace(/^./, (letter) => letter.toUpperCase())
      const call = calls[endpoint.identifier]
      operations.push({ endpoint, path: `${directory}/${file}`, call: call && client.use(call) })
    }
  })
  return operations
}

/** Every endpoint that an API declares. */
export const operations: ReadonlyArray<Operation> = [
  ...operationsOf("client", ClientApi, AppServicesClient, clientCalls),
  ...operationsOf("admin", AdminApi, AdminClient, adminCalls),
  ...operationsOf("oauth", OAuthApi, OAuthClient, oauthCalls)
]
