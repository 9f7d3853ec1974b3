/**
 * A process that stands before the emulator and lets so many questions about tokens through a second; any other is 429. It is
 * told where the emulator is and how many, and asked what it saw.
 */
import { createServer, request as forward } from "node:http"
import type { AddressInfo } from "node:net"

interface Limit {
  readonly emulatorUrl: string
  readonly perSecond: number
}

export interface Seen {
  readonly questions: number
  readonly refused: number
}

const seen = { questions: 0, refused: 0 }

const start = ({ emulatorUrl, perSecond }: Limit) => {
  const window = { endsAt: 0, left: 0 }
  /** Whether the question is within the limit. */
  const enter = () => {
    seen.questions++
    const now = performance.now()
    if (now >= window.endsAt) Object.assign(window, { endsAt: now + 1000, left: perSecond })
    if (window.left-- > 0) return true
    seen.refused++
    return false
  }
  const server = createServer((request, response) => {
    const { headers, method, url = "/" } = request
    if (url.endsWith("/verify_token") && !enter()) {
      request.resume()
      response.writeHead(429, { "content-type": "application/json", "retry-after": "1" }).end("{}")
      return
    }
    const onward = forward(`${emulatorUrl}${url}`, { headers, ...(method !== undefined && { method }) }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(response)
    })
    request.pipe(onward)
  })
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo
    process.send?.(`http://127.0.0.1:${port}`)
  })
}

process.on("message", (message: Limit | "seen") => {
  if (message === "seen") process.send?.(seen)
  else start(message)
})
process.on("disconnect", () => process.exit())
