/** The client whose connection is used: the caller's, or one of our own that connects when it is needed. */
import { createClient } from "redis"
import type { RedisClient } from "../RedisClient.ts"
import { RedisUnavailable } from "../RedisError.ts"

export interface Clients extends AsyncDisposable {
  /** One that is connected. */
  readonly connected: () => Promise<RedisClient>
  /** Says that this one is silent. */
  readonly retire: (client: RedisClient) => void
}

const unavailable = (reason: string) => Promise.reject(new RedisUnavailable({ reason }))

export const given = (client: RedisClient): Clients => ({
  connected: () => client.isReady === false ? unavailable("the client is not connected") : Promise.resolve(client),
  retire: () => undefined,
  [Symbol.asyncDispose]: () => Promise.resolve()
})

/** How long a connection that fell silent is kept open for what was sent over it, in milliseconds. */
const linger = 2_000

/** How long a connection may take until it can be used: TLS and a greeting take several round trips. In milliseconds. */
const longestStart = 3_000

const open = (url: string, onEnd: () => void) => {
  // It never reconnects by itself: whoever needs Redis next connects. So an idle process can end, and an outage costs nothing.
  const client = createClient({
    url,
    disableOfflineQueue: true,
    disableClientInfo: true,
    socket: { reconnectStrategy: false }
  })
  client.on("error", onEnd)
  let isEnded = false
  const end = () => {
    if (isEnded && client.isOpen) client.destroy()
  }
  const destroy = () => {
    isEnded = true
    // What only begins to connect is not open yet: it ends when it is.
    end()
  }
  const late = setTimeout(() => {
    onEnd()
    destroy()
  }, longestStart).unref()
  const ready = client.connect().then(() => {
    client.unref()
    end()
    return client
  }).finally(() => clearTimeout(late))
  ready.catch(onEnd)
  return { client, ready, destroy }
}

export const own = (url: string): Clients => {
  let current: ReturnType<typeof open> | undefined
  let isDisposed = false

  return {
    connected: () => {
      if (isDisposed) return unavailable("the store was disposed of")
      if (current === undefined) {
        const opened = open(url, () => {
          if (current === opened) current = undefined
        })
        current = opened
      }
      return current.ready
    },
    retire: (client) => {
      if (client !== current?.client) return
      setTimeout(current.destroy, linger).unref()
      current = undefined
    },
    [Symbol.asyncDispose]: () => {
      isDisposed = true
      current?.destroy()
      current = undefined
      return Promise.resolve()
    }
  }
}
