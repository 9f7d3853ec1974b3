/** A process that serves 200 bytes of JSON to who has a good token, and tokens. `ServerProcess` starts it and talks to it. */
import { createServer } from "node:http"
import { setTimeout } from "node:timers/promises"
import type { Ask, Count } from "./ServerProcess.ts"

const content = JSON.stringify({ name: "movies", filler: "x".repeat(200 - 29) })
/** How far apart the 401s of a herd arrive. */
const spreadMillis = 400

let generation = 1
let count: Count = { tokenRequests: 0, refused: 0 }
let isSingleUse = false
let liveRefreshTokens = new Set(["r0"])
let late = 0

let issued = 0

const issue = (refreshToken: string | null) => {
  count = { ...count, tokenRequests: count.tokenRequests + 1 }
  if (refreshToken !== null && !liveRefreshTokens.has(refreshToken)) {
    return { status: 400, body: { error: "invalid_grant" } }
  }
  if (isSingleUse && refreshToken !== null) liveRefreshTokens = new Set()
  const next = `r${++issued}`
  liveRefreshTokens.add(next)
  const token = { access_token: `t${generation}`, expires_in: 3600, token_type: "Bearer" }
  return { status: 200, body: refreshToken === null ? token : { ...token, refresh_token: next } }
}

const http = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", "http://127.0.0.1")
  request.resume()
  const send = (status: number, body: string) =>
    response.writeHead(status, { "content-type": "application/json", "content-length": body.length }).end(body)
  if (url.pathname === "/api/oauth/token") {
    const { body, status } = issue(url.searchParams.get("refresh_token"))
    // A token takes a moment, in which others come to ask for one.
    await setTimeout(20)
    return send(status, JSON.stringify(body))
  }
  if (request.headers.authorization === `Bearer t${generation}`) return send(200, content)
  count = { ...count, refused: count.refused + 1 }
  await setTimeout(late++ % 200 * (spreadMillis / 200))
  return send(401, "{}")
})

const answer = (ask: Ask) => {
  if (ask._tag === "count") return count
  generation++
  late = 0
  count = { tokenRequests: 0, refused: 0 }
  if (ask._tag === "begin") {
    isSingleUse = ask.isSingleUse
    liveRefreshTokens = new Set(["r0"])
  }
  return count
}

process.on("message", (ask: Ask) => process.send?.(answer(ask)))
process.on("disconnect", () => process.exit())
http.listen(0, "127.0.0.1", () => {
  const address = http.address()
  if (typeof address === "object") process.send?.(`http://127.0.0.1:${address?.port}`)
})
