/** A TCP proxy that delays what goes to a server and back, or lets nothing pass. */
import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

export interface Proxy extends AsyncDisposable {
  readonly url: string
  /** Milliseconds by which each direction is late; `Infinity` lets nothing pass and says nothing. */
  delay: number
  /** How many there have been. */
  readonly connections: () => number
}

export const start = async (port: number): Promise<Proxy> => {
  const sockets = new Set<Socket>()
  let accepted = 0
  const forward = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on("error", () => to.destroy()).on("close", () => {
      sockets.delete(from)
      to.destroy()
    })
    from.on("data", (chunk) => {
      if (proxy.delay === 0) to.write(chunk)
      else if (Number.isFinite(proxy.delay)) setTimeout(() => to.writable && to.write(chunk), proxy.delay)
    })
  }
  const server = createServer((client) => {
    accepted++
    const upstream = connect(port, "127.0.0.1")
    forward(client, upstream)
    forward(upstream, client)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const proxy: Proxy = {
    url: `redis://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
    delay: 0,
    connections: () => accepted,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, "close")
    }
  }
  return proxy
}
