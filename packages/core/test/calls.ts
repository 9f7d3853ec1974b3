/** One valid call of every operation, and every secret that these calls carry. */
import { AdminApi } from "@atlas-bearer/core/AdminApi"
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import { ClientApi } from "@atlas-bearer/core/ClientApi"
import { OAuthApi } from "@atlas-bearer/core/OAuthApi"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import { unscheduled } from "@atlas-bearer/core/testing/unscheduled"
import { type Context, type Effect, Layer, Redacted } from "effect"
import { HttpApi, type HttpApiEndpoint, type HttpApiGroup } from "effect/http-api"

/** Some look like a token, some do not. */
export const secrets = {
  accessToken: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhY2Nlc3MifQ.n3WsiGnature-_0",
  adminToken: "admin!token",
  refreshToken: "refresh:token;1",
  password: "corrêct \"horse\"\n battery",
  apiKey: "hScMWZyOKnjQMbfDPMJ1qHgtdGT2raQXdVDDvlC2SzKEBKlHKV8FK9SPCSTnODPg",
  externalToken: "e.x.t",
  authCode: "4/0AX%2Fcode",
  privateKey: "8d1e-43ab",
  clientSecret: "mdb_sa_sk_p+:/4 short"
}

/** What an operation fails with: an error with a tag. */
export interface Failure extends Error {
  readonly _tag: string
}

type Calls<Client> = {
  readonly [Identifier in keyof Client]: (client: Client) => Effect.Effect<unknown, Failure>
}

const params = { clientAppId: "myapp-abcde" }
const bearer = (token: string) => ({ authorization: Redacted.make(token) })
const account = { authorization: { clientId: "mdb_sa_id_1", clientSecret: Redacted.make(secrets.clientSecret) } }
const custom = Redacted.make({ user: "u1", proof: { answers: [secrets.password] } })

const clientCalls: Calls<AppServicesClient["Service"]> = {
  getLocation: (client) => client.getLocation({ params }),
  loginAnonymous: (client) => client.loginAnonymous({ params, payload: {} }),
  loginEmailPassword: (client) =>
    client.loginEmailPassword({
      params,
      payload: { username: "test@example.com", password: Redacted.make(secrets.password) }
    }),
  loginApiKey: (client) => client.loginApiKey({ params, payload: { key: Redacted.make(secrets.apiKey) } }),
  loginCustomToken: (client) =>
    client.loginCustomToken({ params, payload: { token: Redacted.make(secrets.externalToken) } }),
  loginCustomFunction: (client) => client.loginCustomFunction({ params, payload: custom }),
  loginGoogle: (client) => client.loginGoogle({ params, payload: { authCode: Redacted.make(secrets.authCode) } }),
  loginFacebook: (client) =>
    client.loginFacebook({ params, payload: { accessToken: Redacted.make(secrets.externalToken) } }),
  loginApple: (client) => client.loginApple({ params, payload: { idToken: Redacted.make(secrets.externalToken) } }),
  loginWithProvider: (client) =>
    client.loginWithProvider({ params: { ...params, provider: "oauth2-other" }, payload: custom }),
  refreshSession: (client) => client.refreshSession({ headers: bearer(secrets.refreshToken) }),
  deleteSession: (client) => client.deleteSession({ headers: bearer(secrets.refreshToken) }),
  getProfile: (client) => client.getProfile({ headers: bearer(secrets.accessToken) }),
  executeGraphql: (client) =>
    client.executeGraphql({ params, headers: bearer(secrets.accessToken), payload: { query: "{ movies { title } }" } })
}

const adminCalls: Calls<AdminClient["Service"]> = {
  adminLogin: (client) =>
    client.adminLogin({ payload: { publicKey: "public", privateKey: Redacted.make(secrets.privateKey) } }),
  refreshAdminSession: (client) => client.refreshAdminSession({ headers: bearer(secrets.refreshToken) }),
  deleteAdminSession: (client) => client.deleteAdminSession({ headers: bearer(secrets.refreshToken) }),
  verifyToken: (client) =>
    client.verifyToken({
      params: { groupId: "5dd8", appId: "6025" },
      headers: bearer(secrets.adminToken),
      payload: { token: Redacted.make(secrets.accessToken) }
    })
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
