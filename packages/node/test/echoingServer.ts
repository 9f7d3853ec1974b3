/** A server that issues tokens, and refuses everything else with all that was sent. */
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text } from "node:stream/consumers"

/** Users get both tokens; a service account, unless its id is `refused`, gets the access token. */
export const echoingServer = async (
  { clientSecret, refreshToken }: { readonly clientSecret: string; readonly refreshToken: string },
  accessToken: string
) => {
  const state = { isBroken: false }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const sent = `${request.headers.authorization} ${await text(request)}`
    const url = request.url ?? ""
    if (state.isBroken) return response.socket?.destroy()
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
    if (url.endsWith("/location")) {
      return reply(200, { deployment_model: "GLOBAL", location: "US-VA", hostname: `http://${request.headers.host}` })
    }
    if (url.endsWith("/anon-user/login")) {
      return reply(200, { access_token: accessToken, refresh_token: refreshToken, user_id: "u1" })
    }
    if (url.endsWith("/profile")) return reply(200, { identities: [], data: {}, type: "normal" })
    if (url.startsWith("/api/oauth/token") && !sent.includes(btoa(`refused:${clientSecret}`))) {
      return reply(200, { access_token: accessToken, expires_in: 3600, token_type: "Bearer" })
    }
    return reply(401, { error: sent, error_description: sent, error_code: "AuthError" })
  }
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    state,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, "close")
    }
  }
}
