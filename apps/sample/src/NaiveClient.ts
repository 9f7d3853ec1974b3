/**
 * A client as it is often written: it has a token, and when it is refused it asks again after a moment, then after twice as
 * long. It looks at no `Retry-After`, and each call knows only of itself.
 */
import { create as createAxios } from "axios"
import { setTimeout as sleep } from "node:timers/promises"

/** Milliseconds: the first pause, and the longest. */
const [first, longest] = [100, 1600]

export interface Watcher {
  readonly sent: () => void
  readonly refused: () => void
}

export const make = (baseURL: string, token: string, watcher: Watcher, signal: AbortSignal) => {
  const client = createAxios({
    baseURL,
    headers: { authorization: `Bearer ${token}`, accept: "application/vnd.atlas.2025-03-12+json" },
    validateStatus: (status) => status === 200 || status === 429,
    signal
  })
  return {
    get: async (path: string): Promise<void> => {
      for (let pause = first;; pause = Math.min(2 * pause, longest)) {
        watcher.sent()
        const { status } = await client.get(path)
        if (status === 200) return
        watcher.refused()
        await sleep(pause, undefined, { signal })
      }
    }
  }
}
