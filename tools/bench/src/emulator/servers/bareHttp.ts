/** As little as it can be: `node:http`, the credentials compared, a token signed with HMAC. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { credentials, type TokenServer } from "../TokenServer.ts"

const secret = randomBytes(32)
const expected = Buffer.from(`Basic ${btoa(`${credentials.clientId}:${credentials.clientSecret}`)}`)
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")

const tokenFor = (sub: string) => {
  const iat = Math.floor(Date.now() / 1000)
  const claims = { aud: "api://admin", exp: iat + 3600, iat, jti: randomBytes(12).toString("hex"), sub }
  const content = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`
}

export const bareHttp: TokenServer = {
  name: "node:http",
  start: () =>
    new Promise((resolve) => {
      const server = createServer((request, response) => {
        let body = ""
        request.setEncoding("utf8").on("data", (chunk: string) => {
          body += chunk
        }).on("end", () => {
          const given = Buffer.from(request.headers.authorization ?? "")
          const isRight = given.length === expected.length && timingSafeEqual(given, expected) &&
            new URLSearchParams(body).get("grant_type") === "client_credentials"
          const reply = JSON.stringify(
            isRight
              ? { access_token: tokenFor(credentials.clientId), expires_in: 3600, token_type: "Bearer" }
              : { error: "invalid_client" }
          )
          response.writeHead(isRight ? 200 : 401, {
            "content-type": "application/json",
            "content-length": reply.length
          })
          response.end(reply)
        })
      })
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo
        resolve(`http://127.0.0.1:${port}/token`)
      })
    })
}
