/** An API on a real socket: it gives tokens, counts them, and answers the rest from a script. */
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { buffer } from "node:stream/consumers"

interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | ReadonlyArray<string>>>
  readonly body?: string | Uint8Array
  /** What happens after the body, in place of its end. */
  readonly then?: "break" | "silence"
}

interface Asked {
  readonly method: string | undefined
  readonly path: string
  readonly headers: NodeJS.Dict<string | ReadonlyArray<string>>
  readonly body: string
  readonly bytes: Uint8Array
}

export const apiServer = async (answer: (path: string, before: number) => Answer) => {
  const asked: Array<Asked> = []
  const secrets: Array<string | undefined> = []
  const server = createServer(async (request, response) => {
    const { headers, method, url: path = "" } = request
    const bytes = await buffer(request)
    if (path === "/api/oauth/token") {
      const credentials = Buffer.from(headers.authorization?.split(" ")[1] ?? "", "base64").toString()
      secrets.push(credentials.split(":")[1])
      response.writeHead(200, { "content-type": "application/json" })
      response.end(JSON.stringify({ access_token: `token-${secrets.length}`, expires_in: 3600, token_type: "Bearer" }))
      return
    }
    const given = answer(path, asked.length)
    asked.push({ method, path, headers, body: bytes.toString(), bytes: new Uint8Array(bytes) })
    response.writeHead(given.status, { "content-type": "application/json", ...given.headers })
    if (given.then === undefined) response.end(given.body ?? "")
    else response.write(given.body ?? "", () => given.then === "break" && setImmediate(() => response.destroy()))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    /** The client secrets of the token requests. */
    secrets,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
