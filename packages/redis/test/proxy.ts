/** A TCP proxy that delays what goes to a server and back, lets nothing pass, or loses an answer with its connection. */
import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

export interface Proxy extends AsyncDisposable {
  readonly url: string
  /** Milliseconds by which each direction is late; `Infinity` lets nothing pass and says nothing. */
  delay: number
  /** Is this text of the server the one that is lost, with its connection? It happens once. */
  swallows: ((text: string) => boolean) | undefined
  /** The server's: another one for those who connect from now on. */
  port: number
  /** Ends all connections. */
  readonly cut: () => void
  /** How many there have been. */
  readonly connections: () => number
}

export const start = async (port: number): Promise<Proxy> => {
  const sockets = new Set<Socket>()
  let accepted = 0
  const isLost = (chunk: Buffer) => {
    const lost = proxy.swallows?.(chunk.toString()) === true
    if (lost) proxy.swallows = undefined
    return lost
  }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const forward = (from: Socket, to: Socket, loses: (chunk: Buffer) => boolean) => {
    sockets.add(from)
    from.on("error", () => to.destroy()).on("close", () => {
      sockets.delete(from)
      to.destroy()
    })
    from.on("data", (chunk: Buffer) => {
      if (loses(chunk)) from.destroy()
      else if (proxy.delay === 0) to.write(chunk)
      else if (Number.isFinite(proxy.delay)) setTimeout(() => to.writable && to.write(chunk), proxy.delay)
    })
  }
  const server = createServer((client) => {
    accepted++
    const upstream = connect(proxy.port, "127.0.0.1")
    forward(client, upstream, () => false)
    forward(upstream, client, isLost)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  const proxy: Proxy = {
    url: `redis://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`,
    delay: 0,
    port,
    swallows: undefined,
    cut,
    connections: () => accepted,
    [Symbol.asyncDispose]: async () => {
      cut()
      server.close()
      await once(server, "close")
    }
  }
  return proxy
}
