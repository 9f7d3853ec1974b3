/** A process that sends requests with tokens that nobody issued, so many a second, however long others wait for an answer. */
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { connect, type Socket } from "node:net"

interface Order {
  readonly port: number
  readonly perSecond: number
  readonly seconds: number
}

export interface Flood {
  readonly sent: number
  /** Replies by their status. */
  readonly answers: Readonly<Record<string, number>>
}

// Each has one request at a time: one that waits for its answer keeps no other from it.
const connections = 2000
const statusLine = /^HTTP\/1\.1 (\d{3})/
const header = Buffer.from(JSON.stringify({ alg: "HS256", typ: "JWT" })).toString("base64url")
const random = (bytes: number) => randomBytes(bytes).toString("base64url")
// As long as a token of App Services, and well-formed: what is no token at all costs less.
const requestOf = () =>
  `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${header}.${random(300)}.${random(32)}\r\n\r\n`

const answers: Record<string, number> = {}
const idle: Array<Socket> = []

const open = async (port: number) => {
  const socket = connect(port, "127.0.0.1").setEncoding("latin1").setNoDelay()
  // The replies are short: each comes in one piece.
  socket.on("data", (text: string) => {
    const [, status = "none"] = statusLine.exec(text) ?? []
    answers[status] = (answers[status] ?? 0) + 1
    idle.push(socket)
  })
  await once(socket, "connect")
  idle.push(socket)
}

process.on("message", async ({ perSecond, port, seconds }: Order) => {
  for (let n = 0; n < connections; n++) await open(port)
  process.send?.("ready")
  const startedAt = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const elapsed = performance.now() - startedAt
    const due = Math.min(elapsed, seconds * 1000) * perSecond / 1000
    while (sent < due) {
      const socket = idle.shift()
      // The server is behind.
      if (socket === undefined) break
      socket.write(requestOf())
      sent++
    }
    if (elapsed < seconds * 1000) return
    clearInterval(timer)
    process.send?.({ sent, answers } satisfies Flood)
  }, 5)
})
process.on("disconnect", () => process.exit())
