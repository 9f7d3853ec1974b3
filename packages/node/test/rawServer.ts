/** A server on a real socket whose handler writes the reply itself, byte by byte if it likes. */
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface Seen {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

/** Service accounts get the tokens t1, t2 and so on; every other request goes to `handle`. */
export const rawServer = async (handle: (request: Seen, response: ServerResponse, before: number) => unknown) => {
  const seen: Array<Seen> = []
  let tokens = 0
  const server = createServer(async (request, response) => {
    const { headers, method, url: path } = request
    const next = { method, path, headers, body: await text(request) }
    if (path?.startsWith("/api/oauth/")) {
      const token = { access_token: `t${++tokens}`, expires_in: 3600, token_type: "Bearer" }
      return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(token))
    }
    seen.push(next)
    return handle(next, response, seen.length - 1)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    /** Without a body: how many connections are open. */
    connections: () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
