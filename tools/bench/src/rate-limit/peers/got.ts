/** got. */
import library from "got"
import { type Peer, versionOf } from "../Peer.ts"

export const got: Peer = {
  name: "got",
  version: versionOf("got"),
  make: (baseUrl, tries) => {
    const closing = new AbortController()
    const instance = library.extend({
      prefixUrl: baseUrl,
      signal: closing.signal,
      ...(tries === undefined ? {} : { retry: { limit: tries } })
    })
    return {
      get: async (path) => (await instance.get(path.slice(1))).statusCode,
      post: async (path) => (await instance.post(path.slice(1), { json: {} })).statusCode,
      close: () => closing.abort()
    }
  }
}
