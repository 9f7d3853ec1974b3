/** oauth2-mock-server, with the key that its own command makes. */
import { OAuth2Server } from "oauth2-mock-server"
import type { TokenServer } from "../TokenServer.ts"

export const oauth2MockServer: TokenServer = {
  name: "oauth2-mock-server",
  start: async () => {
    const server = new OAuth2Server()
    await server.issuer.keys.generate("RS256")
    await server.start(0, "127.0.0.1")
    return `http://127.0.0.1:${server.address().port}/token`
  }
}
