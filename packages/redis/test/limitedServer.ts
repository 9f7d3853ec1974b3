/** A server that gives tokens, and limits each path: so many requests in any window, or none at all. */
import { once } from "node:events"
import { createServer, type ServerResponse } from "node:http"

export interface LimitedServer extends AsyncDisposable {
  readonly url: string
  /** Requests that came for a path, and how many of them were refused. */
  readonly count: (path: string) => { readonly all: number; readonly refused: number }
  /** Answers the requests whose query is `hold`. */
  readonly release: () => void
}

/** `window` is in milliseconds. A refusal asks for a wait of 30 s. */
export const start = async (limit: { readonly requests: number; readonly window: number }): Promise<LimitedServer> => {
  const counts = new Map<string, { all: number; refused: number; admitted: Array<number> }>()
  const countOf = (path: string) => counts.get(path) ?? { all: 0, refused: 0, admitted: [] }
  let held: Array<ServerResponse> = []

  const http = createServer((request, response) => {
    const { pathname, search } = new URL(String(request.url), "http://a.test")
    if (pathname === "/api/oauth/token") {
      return response.end(JSON.stringify({ access_token: "t1", expires_in: 3600, token_type: "Bearer" }))
    }
    if (search === "?hold") return held.push(response)
    const now = performance.now()
    const { admitted, all, refused } = countOf(pathname)
    const recent = admitted.filter((time) => time > now - limit.window)
    const isRefused = recent.length >= limit.requests
    if (!isRefused) recent.push(now)
    counts.set(pathname, { all: all + 1, refused: refused + Number(isRefused), admitted: recent })
    if (isRefused) response.writeHead(429, { "retry-after": "30" })
    return response.end()
  }).listen(0, "127.0.0.1")
  await once(http, "listening")
  const address = http.address()
  return {
    url: `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
    count: countOf,
    release: () => {
      for (const response of held) response.end()
      held = []
    },
    [Symbol.asyncDispose]: async () => {
      http.closeAllConnections()
      http.close()
      await once(http, "close")
    }
  }
}
