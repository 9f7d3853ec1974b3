/** A process that serves one server under test on a free port of 127.0.0.1. ServerProcess starts it and talks to it. */
import { createServer } from "node:http"
import type { Reply } from "./servers/Server.ts"
import { servers } from "./servers/servers.ts"

const name = process.argv[2] ?? ""
const server = servers[name]?.()
if (server === undefined) throw new Error(`There is no server "${name}".`)

/** Neither limited nor counted: a service account's token endpoint, and what a client calls before the bench begins. */
const uncounted: Readonly<Record<string, Reply>> = {
  "/api/oauth/token": { status: 200, content: { access_token: "bench", expires_in: 3600, token_type: "Bearer" } },
  "/warm-up": { status: 200 }
}

const http = createServer((request, response) => {
  const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname
  const { content, fields, status } = uncounted[path] ?? server.reply({ path })
  request.resume()
  response.writeHead(status, { "content-type": "application/json", ...fields })
  response.end(JSON.stringify(content ?? { ok: true }))
})

process.on("message", () => process.send?.(server.seen()))
process.on("disconnect", () => process.exit())
http.listen(0, "127.0.0.1", () => {
  const address = http.address()
  if (typeof address === "object") process.send?.(`http://127.0.0.1:${address?.port}`)
})
