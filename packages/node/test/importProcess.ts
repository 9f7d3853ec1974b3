/** A process that prints which modules it has loaded: by importing the built package, by making clients, by reading a stored token, by sending. */
import { registerHooks } from "node:module"

const modules: Array<string> = []
registerHooks({
  load: (url, context, next) => {
    modules.push(url)
    return next(url, context)
  }
})

const { App, Credentials, FileTokenStore, LocalVerifier, ServiceAccount, TokenVerifier } = await import(
  "@atlas-bearer/node"
)
const imported = [...modules]

const baseUrl = "http://127.0.0.1:9"
const app = App.make({ appId: "myapp-abcde", baseUrl })
const session = app.resume({ refreshToken: "r1", userId: "u1" })
const settings = { clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl, retries: 0 }
const account = ServiceAccount.make(settings)
const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
const storing = ServiceAccount.make({
  ...settings,
  store: {
    get: async () => ({ generation: 1, accessToken: "a1", expiresAt }),
    set: async () => false,
    remove: async () => undefined,
    withLease: async (_key, _ttl, run) => {
      await run()
      return true
    }
  }
})
const verifier = TokenVerifier.make({ groupId: "g", appId: "a", publicKey: "p", privateKey: "k", baseUrl })
LocalVerifier.make({ secret: "a signing secret of 32 bytes, or more" })
FileTokenStore.make({ path: "tokens" })
Credentials.emailPassword({ username: "test@example.com", password: "password" })
await app.ready
void [app.users, app.currentUser, app.events, session.export(), verifier.verifyAtOnce("t1")]
await app[Symbol.asyncDispose]()
await verifier[Symbol.asyncDispose]()
const made = [...modules]

const token = await storing.getAccessToken()
await storing[Symbol.asyncDispose]()
const read = [...modules]

await account.getAccessToken().catch(() => undefined)
await account[Symbol.asyncDispose]()

console.log(JSON.stringify({ imported, made, token, read, sent: modules }))
