/** A server of public keys on a real socket, whose answer can be changed. */
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

export interface KeyServer extends AsyncDisposable {
  readonly url: string
  /** When it was asked, in milliseconds. */
  readonly fetches: ReadonlyArray<number>
  answer: (path: string) => Response
}

export const keyServer = async (answer: KeyServer["answer"]): Promise<KeyServer> => {
  const fetches: Array<number> = []
  const server = createServer(async ({ url = "" }, response) => {
    fetches.push(performance.now())
    const reply = keys.answer(url)
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(await reply.text())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  const keys: KeyServer = {
    url: `http://127.0.0.1:${port}/keys`,
    fetches,
    answer,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
  return keys
}
