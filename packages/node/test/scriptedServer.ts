/** A server on a real socket that answers from a script, and keeps what it was asked. */
import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

export interface Asked {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly authorization: string | undefined
  readonly body: string
  /** Milliseconds since the server started. */
  readonly at: number
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const token: Answer = {
  status: 200,
  body: JSON.stringify({ access_token: "t1", expires_in: 3600, token_type: "Bearer" })
}

/** Service accounts get a token; every other request is answered by `answer`, which is told how many came before. */
export const scriptedServer = async (answer: (asked: Asked, before: number) => Answer) => {
  const started = performance.now()
  const asked: Array<Asked> = []
  const toAsked = async (request: IncomingMessage): Promise<Asked> => ({
    method: request.method,
    path: request.url,
    authorization: request.headers.authorization,
    at: performance.now() - started,
    body: await text(request)
  })
  const server = createServer(async (request, response) => {
    const next = await toAsked(request)
    const isToken = next.path?.startsWith("/api/oauth/") === true
    const { body = "", headers = {}, status } = isToken ? token : answer(next, asked.length)
    if (!isToken) asked.push(next)
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
