/** A program that does everything that can be done with this library, with generated secrets. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import * as AdminSession from "@atlas-bearer/core/AdminSession"
import * as AppHost from "@atlas-bearer/core/AppHost"
import { AppServicesClient } from "@atlas-bearer/core/AppServicesClient"
import * as AppUsers from "@atlas-bearer/core/AppUsers"
import * as Credentials from "@atlas-bearer/core/Credentials"
import { OAuthClient } from "@atlas-bearer/core/OAuthClient"
import * as ServiceAccount from "@atlas-bearer/core/ServiceAccount"
import { TokenStore } from "@atlas-bearer/core/TokenStore"
import * as TokenVerifier from "@atlas-bearer/core/TokenVerifier"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import { Effect, Redacted } from "effect"
import { failingStore } from "./failingStore.ts"
import type { Secrets } from "./Secrets.ts"
import type { Seen } from "./Seen.ts"

const baseUrl = new URL("https://services.test")
const { origin } = baseUrl
const clientAppId = "myapp-abcde"
const params = { clientAppId }

const credentialsOf = ({ jwt, password, token }: Secrets): ReadonlyArray<Credentials.Credentials> => [
  Credentials.anonymous(),
  Credentials.emailPassword({ username: "jean@example.com", password: password() }),
  Credentials.apiKey(token()),
  Credentials.apiKey(password()),
  Credentials.customToken(jwt()),
  Credentials.customFunction({ user: "u1", proofs: Array.from({ length: 24 }, password) }),
  Credentials.google({ idToken: jwt() }),
  Credentials.google({ authCode: token() }),
  Credentials.facebook(token()),
  Credentials.apple(jwt()),
  Credentials.withProvider("oauth2-other", { deep: { key: password(), also: [token()] } })
]

export const program = Effect.fnUntraced(function*(secrets: Secrets, seen: Seen) {
  const { jwt, password, pick, token } = secrets
  const storeOf = () => pick([TokenStore.makeMemory, () => failingStore(secrets)])()
  const bearer = () => ({ headers: { authorization: Redacted.make(pick([jwt, token, password])()) } })

  const users = Effect.fnUntraced(function*() {
    const app = yield* AppUsers.make({
      clientAppId,
      origin,
      host: yield* AppHost.make({ clientAppId, baseUrl }),
      store: storeOf(),
      reauthenticate: () => Effect.sync(pick([() => undefined, () => Credentials.apiKey(token())]))
    })
    const use = Effect.fnUntraced(function*(user: UserSession) {
      seen.object(user)
      yield* seen.call(user.tokens.get)
      yield* seen.call(
        user.call((client, accessToken) => client.getProfile({ headers: { authorization: accessToken } }))
      )
      yield* seen.call(
        user.callWithRefreshToken((client, authorization) => client.refreshSession({ headers: { authorization } }))
      )
      yield* seen.call(user.refresh)
      yield* seen.call(user.profile)
      yield* seen.call(user.graphql({ query: "{ films { title } }", variables: { proof: password() } }))
      seen.object(user.known())
      yield* seen.call(user.logOut)
      yield* seen.call(user.tokens.get)
    })
    for (const credentials of credentialsOf(secrets)) {
      seen.object(credentials)
      yield* seen.call(Effect.flatMap(pick([app.logIn, app.authenticate])(credentials), use))
    }
    yield* use(yield* app.resume({ refreshToken: bearer().headers.authorization, userId: "u2" }))
    seen.object(app)
  })

  const account = Effect.fnUntraced(function*() {
    const found = yield* ServiceAccount.make({
      origin,
      clientId: "mdb_sa_id_1",
      clientSecrets: Effect.sync((): readonly [Redacted.Redacted, Redacted.Redacted] => [
        Redacted.make(password()),
        Redacted.make(`mdb_sa_sk_${token()}`)
      ]),
      store: storeOf()
    })
    seen.object(found)
    yield* seen.call(found.tokens.get)
    yield* seen.call(found.tokens.renew)
    yield* seen.call(found.revoke)
  }, Effect.repeat({ times: 3 }))

  const administrator = Effect.fnUntraced(function*() {
    const settings = { origin, publicKey: "public", privateKey: Redacted.make(password()), store: storeOf() }
    const session = yield* AdminSession.make(settings)
    yield* seen.call(session.get)
    yield* seen.call(session.renew)
    const verifier = yield* TokenVerifier.make({ ...settings, baseUrl, groupId: "g1", appId: "a1" })
    seen.object([session, verifier])
    yield* seen.call(verifier.verify(Redacted.make(pick([jwt, token])())))
    yield* seen.call(verifier.verify(Redacted.make(jwt())))
  }, Effect.repeat({ times: 3 }))

  const operations = Effect.fnUntraced(function*() {
    const client = yield* AppServicesClient
    for (const send of [client.deleteSession, client.refreshSession, client.getProfile, client.getProfile]) {
      yield* seen.call(send(bearer()))
    }
    yield* seen.call(client.executeGraphql({ params, ...bearer(), payload: { query: token() } }))
    for (const credentials of credentialsOf(secrets)) yield* seen.call(credentials.logIn(client, clientAppId))
    yield* seen.call((yield* AdminClient).deleteAdminSession(bearer()))
    yield* seen.call((yield* AdminClient).refreshAdminSession(bearer()))
    const authorization = { clientId: "mdb_sa_id_1", clientSecret: Redacted.make(password()) }
    const payload = { token: Redacted.make(token()), tokenTypeHint: "access_token" }
    yield* seen.call((yield* OAuthClient).revokeToken({ headers: { authorization }, query: {}, payload }))
  })

  yield* pick([users, account, administrator, operations])()
})
