/** undici's request, the least that an HTTP client does, and the global fetch: both with a fixed token. */
import { Agent, request } from "undici"
import { versionOf } from "../../rate-limit/Peer.ts"
import { fields, type Peer } from "../Peer.ts"

export const undiciRequest: Peer = {
  name: `undici.request ${versionOf("undici")}`,
  make: (baseUrl) => {
    const dispatcher = new Agent()
    return {
      get: async () => (await request(`${baseUrl}/x`, { headers: fields, dispatcher })).body.json(),
      close: () => dispatcher.destroy()
    }
  }
}

export const globalFetch: Peer = {
  name: `fetch of Node ${process.versions.node}`,
  make: (baseUrl) => ({
    get: async () => (await fetch(`${baseUrl}/x`, { headers: fields })).json(),
    close: () => undefined
  })
}
