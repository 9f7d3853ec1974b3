/**
 * A process that serves one API: `spread` milliseconds over which it says 401, and how often a refresh token works. It accepts
 * the newest token alone, from when it is issued.
 */
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { setTimeout } from "node:timers/promises"
import { awake } from "../awake.ts"

/** What it has counted. */
export interface Seen {
  readonly calls: number
  readonly renewals: number
}

const [spread = "0", use = "reusable"] = (process.argv[2] ?? "").split(" ")
let calls = 0
let renewals = 0
let issued = 0

const renew = (refresh: string) => {
  renewals++
  if (use === "single-use" && refresh !== `r${issued}`) return { status: 401, content: {} }
  issued++
  return { status: 200, content: { access: `t${issued}`, refresh: `r${issued}` } }
}

const http = createServer(async (request, response) => {
  const answer = (status: number, content: unknown) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content))
  }
  if (request.url === "/plain") return answer(200, { ok: true })
  if (request.url === "/renew") {
    const { content, status } = renew(await text(request))
    await setTimeout(20)
    return answer(status, content)
  }
  calls++
  const isNewest = issued > 0 && request.headers.authorization === `Bearer t${issued}`
  if (!isNewest) await setTimeout(Number(spread) * Number(request.url?.slice(1)) / 200)
  return answer(isNewest ? 200 : 401, { ok: isNewest })
})

process.on("message", () => process.send?.({ calls, renewals } satisfies Seen))
process.on("disconnect", () => process.exit())
awake()
http.listen(0, "127.0.0.1", () => {
  const address = http.address()
  if (typeof address === "object") process.send?.(`http://127.0.0.1:${address?.port}`)
})
