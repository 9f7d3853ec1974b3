/** What a server with Express does with `@atlas-bearer/express`. */
import { requireBearer, type Verifier } from "@atlas-bearer/express"
import express from "express"
import type { AddressInfo } from "node:net"

const verifier: Verifier.Verifier = {
  verify: async (token) => {
    if (token !== "good") throw Object.assign(new Error("It is not."), { _tag: "TokenInvalid" })
    return { sub: "u1" } as Awaited<ReturnType<Verifier.Verifier["verify"]>>
  }
}

const main = async () => {
  const app = express()
  app.use("/api", requireBearer({ verifier, realm: "movies" }))
  app.get("/api/me", (request, response) => void response.json(request.auth?.claims.sub))
  const server = app.listen(0, "127.0.0.1")
  await new Promise<void>((resolve) => server.once("listening", resolve))
  const { port } = server.address() as AddressInfo
  const ask = (token: string) =>
    fetch(`http://127.0.0.1:${port}/api/me`, { headers: { authorization: `Bearer ${token}` } })
  const refused = await ask("bad")
  const user: unknown = await (await ask("good")).json()
  if (refused.status !== 401 || user !== "u1") throw new Error(`${refused.status}, ${JSON.stringify(user)}`)
  server.closeAllConnections()
  server.close()
  console.log("works")
}
void main()
