/** An emulator with an administrator logged in: the typed operations of the Admin API over real sockets. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { Effect, Layer } from "effect"
import { Redacted } from "effect"
import { FetchHttpClient } from "effect/http"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import * as Emulator from "../src/Emulator.ts"

const { administrator, app, user } = DefaultSeed

/** The seed's app, for an administrator. */
export const logIn = Effect.gen(function*() {
  const { accessToken } = yield* AdminClient.use((client) =>
    client.adminLogin({
      payload: { publicKey: administrator.publicKey, privateKey: Redacted.make(administrator.privateKey) }
    })
  )
  return { headers: { authorization: accessToken }, params: { groupId: app.groupId, appId: app.id } }
})

/** The same with an authentication provider of that app, by its type. */
export const logInTo = Effect.fnUntraced(function*(providerType: string) {
  const inApp = yield* logIn
  const all = yield* AdminClient.use((client) => client.listAuthProviders(inApp))
  const found = all.find(({ type }) => type === providerType)
  return { ...inApp, params: { ...inApp.params, providerId: found?.id ?? "" } }
})

const client = Layer.unwrap(
  Emulator.Emulator.use(({ url }) => Effect.succeed(AdminClient.layer({ baseUrl: new URL(url) })))
)

/** An emulator of its own for the test. */
export const served = (options: Parameters<typeof Emulator.layer>[0] = {}) =>
  Effect.provide(
    client.pipe(Layer.provideMerge(Emulator.layer(options)), Layer.provideMerge(FetchHttpClient.layer))
  )

/** Any request of a program that is no client of ours; `line` is `POST /path`. */
export const ask = Effect.fnUntraced(function*(line: string, options: {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
} = {}) {
  const { url } = yield* Emulator.Emulator
  const [method = "", path = ""] = line.split(" ")
  const response = yield* Effect.promise(() =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...(options.body === undefined ? {} : { "content-type": "application/json" }), ...options.headers },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) })
    })
  )
  const text = yield* Effect.promise(() => response.text())
  return {
    status: response.status,
    headers: response.headers,
    // The shapes are what the tests assert.
    body: text === "" ? undefined : JSON.parse(text)
  }
})

const clientApi = "/api/client/v2.0"
export const providers = `${clientApi}/app/${app.clientAppId}/auth/providers`

/** A login of the Client API with an e-mail address. */
export const logInUser = (username = user.username, password = user.password) =>
  ask(`POST ${providers}/local-userpass/login`, { body: { username, password } })

export const refresh = (refreshToken: string) =>
  ask(`POST ${clientApi}/auth/session`, { headers: { authorization: `Bearer ${refreshToken}` } })

export const profile = (accessToken: string) =>
  ask(`GET ${clientApi}/auth/profile`, { headers: { authorization: `Bearer ${accessToken}` } })
