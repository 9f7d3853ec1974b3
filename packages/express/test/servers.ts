/** Real servers of both versions of Express, and requests that no HTTP client would send. */
import express from "express"
import express4 from "express4"
import { once } from "node:events"
import { createServer, type RequestListener, type ServerOptions } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { text } from "node:stream/consumers"

/** Version 4's types differ in what no test here uses. */
export const versions: ReadonlyArray<readonly [string, typeof express]> = [
  ["Express 5", express],
  ["Express 4.21", express4 as unknown as typeof express]
]

/** Serves `listener` until the test ends. */
export const serve = async (listener: RequestListener, options: ServerOptions = {}) => {
  const server = createServer(options, listener)
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}

/** The whole reply to a request that is written as it stands. */
export const raw = async (port: number, lines: ReadonlyArray<string>): Promise<string> => {
  const socket = connect(port, "127.0.0.1")
  // The server may end the connection while it is still being written to.
  socket.on("error", () => {})
  socket.end([...lines, "Host: 127.0.0.1", "Connection: close", "", ""].join("\r\n"))
  return text(socket).catch(() => "")
}

/** The replies, as text, to requests that are sent without waiting for one another. */
export const pipelined = async (port: number, fields: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const requests = fields.map((
    field,
    n
  ) => ["GET / HTTP/1.1", "Host: 127.0.0.1", field, ...(n === fields.length - 1 ? ["Connection: close"] : []), "", ""])
  const socket = connect(port, "127.0.0.1")
  socket.write(requests.map((lines) => lines.join("\r\n")).join(""))
  return (await text(socket)).split(/(?=HTTP\/1\.1 )/)
}

/** What a refusal says. */
export const refusal = async (response: Response) => ({
  status: response.status,
  challenge: response.headers.get("www-authenticate"),
  body: await response.json() as Record<string, unknown>
})
