/** The global fetch in p-retry: what one writes without a library for HTTP. */
import retry from "p-retry"
import { type Peer, versionOf } from "../Peer.ts"

export const pRetry: Peer = {
  name: "fetch in p-retry",
  version: versionOf("p-retry"),
  make: (baseUrl, tries) => {
    const closing = new AbortController()
    const { signal } = closing
    const send = (path: string, init?: RequestInit) =>
      retry(async () => {
        const response = await fetch(`${baseUrl}${path}`, { ...init, signal })
        await response.text()
        if (!response.ok) throw new Error(`${response.status}`)
        return response.status
      }, { signal, ...(tries === undefined ? {} : { retries: tries }) })
    return {
      get: (path) => send(path),
      post: (path) => send(path, { method: "POST", body: "{}" }),
      close: () => closing.abort()
    }
  }
}
