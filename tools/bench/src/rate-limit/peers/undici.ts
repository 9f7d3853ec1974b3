/** undici's RetryAgent. */
import { Agent, request, RetryAgent } from "undici"
import { type Peer, versionOf } from "../Peer.ts"

export const undici: Peer = {
  name: "undici RetryAgent",
  version: versionOf("undici"),
  make: (baseUrl, tries) => {
    const agent = new Agent()
    const dispatcher = new RetryAgent(agent, tries === undefined ? {} : { maxRetries: tries })
    const send = async (path: string, options: { readonly method: "GET" | "POST"; readonly body?: string }) => {
      const { body, statusCode } = await request(`${baseUrl}${path}`, { ...options, dispatcher })
      await body.text()
      return statusCode
    }
    return {
      get: (path) => send(path, { method: "GET" }),
      post: (path) => send(path, { method: "POST", body: "{}" }),
      close: () => agent.destroy()
    }
  }
}
