/** axios with axios-retry. */
import { create } from "axios"
import retry from "axios-retry"
import { type Peer, versionOf } from "../Peer.ts"

export const axiosRetry: Peer = {
  name: "axios, axios-retry",
  version: `${versionOf("axios")}, ${versionOf("axios-retry")}`,
  make: (baseURL, tries) => {
    const closing = new AbortController()
    const instance = create({ baseURL, signal: closing.signal })
    retry(instance, tries === undefined ? {} : { retries: tries })
    return {
      get: async (path) => (await instance.get(path)).status,
      post: async (path) => (await instance.post(path, {})).status,
      close: () => closing.abort()
    }
  }
}
