/** One HTTP/1.1 request over a plain socket: every byte of the answer, and how the connection ended. */
import { connect } from "node:net"

export interface Exchanged {
  readonly received: string
  readonly body: string
  /** `open` when it was still so after `patience`. */
  readonly ended: "closed" | "reset" | "open"
}

/** As the head says how the body ends (RFC 9112 section 6.3). */
const isComplete = (received: string) => {
  const [head = "", ...rest] = received.split("\r\n\r\n")
  if (rest.length === 0 || /connection: close/i.test(head)) return false
  const body = rest.join("\r\n\r\n")
  const [, length = "0"] = /content-length: (\d+)/i.exec(head) ?? []
  return /transfer-encoding: chunked/i.test(head) ? body.endsWith("0\r\n\r\n") : body.length === Number(length)
}

export const rawExchange = (
  url: string,
  { body = "", fields = {}, method = "POST", path, patience = 2_000 }: {
    readonly method?: string
    readonly path: string
    readonly fields?: Readonly<Record<string, string>>
    readonly body?: string
    /** Milliseconds. */
    readonly patience?: number
  }
): Promise<Exchanged> =>
  new Promise((resolve) => {
    const { host, hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    let received = ""
    const finish = (ended: Exchanged["ended"]) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ received, body: received.split("\r\n\r\n").slice(1).join("\r\n\r\n"), ended })
    }
    let timer = setTimeout(() => finish("open"), patience)
    socket.on("error", () => finish("reset"))
    socket.on("end", () => finish("closed"))
    socket.on("data", (data) => {
      received += String(data)
      timer = timer.refresh()
      if (isComplete(received)) finish("open")
    })
    const lines = [
      `${method} ${path} HTTP/1.1`,
      `Host: ${host}`,
      ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
      `Content-Length: ${Buffer.byteLength(body)}`
    ]
    socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`)
  })
