/** What a program does with `@atlas-bearer/node`: a service account, an app, a verifier of tokens. */
import { App, Credentials, LocalVerifier, ServiceAccount } from "@atlas-bearer/node"
import { createHmac } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

const server = createServer((request, response) => {
  request.resume()
  response.setHeader("content-type", "application/json")
  response.end(JSON.stringify(
    request.url?.startsWith("/api/oauth/token")
      ? { access_token: "t1", expires_in: 3600, token_type: "Bearer" }
      : { authorization: request.headers.authorization }
  ))
})

const secret = "a signing secret of 32 bytes, or more"
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
const signed = (claims: unknown) => {
  const content = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`
}

const main = async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  const account = ServiceAccount.make({ clientId: "mdb_sa_id_1", clientSecret: "mdb_sa_sk_1", baseUrl })
  const token: string = await account.getAccessToken({ deadline: "10 seconds" })
  const reply: unknown = await (await account.fetch("/api/atlas/v2/groups")).json()
  if (token !== "t1" || JSON.stringify(reply) !== `{"authorization":"Bearer t1"}`) throw new Error("not the token")
  await account[Symbol.asyncDispose]()

  const app = App.make({ appId: "myapp-abcde", baseUrl })
  const failed = await app.logIn(Credentials.anonymous()).catch((error: { readonly _tag: string }) => error._tag)
  if (typeof failed !== "string") throw new Error("logged in without a server of that protocol")
  await app[Symbol.asyncDispose]()

  const now = Math.floor(Date.now() / 1000)
  const claims = await LocalVerifier.make({ secret }).verify(
    signed({ sub: "u1", typ: "access", exp: now + 60, iat: now })
  )
  if (claims.sub !== "u1") throw new Error("not the claims")
  server.close()
  console.log("works")
}
void main()
