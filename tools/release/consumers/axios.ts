/** What a program with axios does with `@atlas-bearer/axios`. */
import { attachBearer } from "@atlas-bearer/axios"
import { create } from "axios"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

const server = createServer(({ headers }, response) => {
  response.writeHead(headers.authorization === "Bearer t2" ? 200 : 401).end()
})

const main = async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const client = create({ baseURL: origin })
  let issued = 1
  const detach = attachBearer(client, {
    origin,
    getAccessToken: async () => `t${issued}`,
    invalidate: () => void issued++
  })
  const { status } = await client.get("/", { bearer: { deadline: "10 seconds" } })
  if (status !== 200 || issued !== 2) throw new Error(`answered ${status} with token ${issued}`)
  detach()
  server.close()
  console.log("works")
}
void main()
