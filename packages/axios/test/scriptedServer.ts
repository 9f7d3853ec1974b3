/** A server on a real socket that answers from a script, and keeps what it was asked. */
import { once } from "node:events"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"
import { setTimeout } from "node:timers/promises"

export interface Asked {
  readonly method: string | undefined
  readonly path: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly body: string
  /** Milliseconds since the server started. */
  readonly at: number
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds. */
  readonly delay?: number
  /** Resets the connection, before the answer or behind it; or closes it before the body is whole. */
  readonly reset?: "before" | "within" | "after"
}

export const ok: Answer = { status: 200, body: "{\"ok\":true}" }
export const wait = (status: number, seconds: number): Answer => ({
  status,
  headers: { "retry-after": String(seconds) }
})

/** `answer` is told how many requests came before. */
export const scriptedServer = async (answer: (asked: Asked, before: number) => Answer) => {
  const started = performance.now()
  const asked: Array<Asked> = []
  const toAsked = async ({ headers, method, url = "" }: IncomingMessage, body: Promise<Buffer>): Promise<Asked> => ({
    method,
    path: url,
    authorization: headers.authorization,
    contentType: headers["content-type"],
    at: performance.now() - started,
    body: (await body).toString("latin1")
  })
  const server = createServer(async (request, response) => {
    const next = await toAsked(request, buffer(request))
    const { body = "", delay = 0, headers = {}, reset, status } = answer(next, asked.length)
    asked.push(next)
    if (delay > 0) await setTimeout(delay)
    if (reset === "before") {
      request.socket.resetAndDestroy()
      return
    }
    if (reset === "within") {
      response.writeHead(status, { "content-length": String(body.length + 1) })
      response.write(body, () => request.socket.destroy())
      return
    }
    response.writeHead(status, { "content-type": "application/json", ...headers })
    response.end(body, () => {
      if (reset === "after") request.socket.resetAndDestroy()
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}

/** What the requests went out with. */
export const authorizations = (
  server: { readonly asked: ReadonlyArray<{ readonly authorization: string | undefined }> }
) => server.asked.map(({ authorization }) => authorization)
