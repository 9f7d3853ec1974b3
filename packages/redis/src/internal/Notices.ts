/** Hears what others publish, over one connection that is open while somebody listens. That it fails harms nobody. */
import type { MessageListener, RedisSubscriber } from "../RedisClient.ts"
import type { Clients } from "./Clients.ts"

export interface Notices {
  /** Until the function that it gives is called. */
  readonly listen: (channel: string, listener: MessageListener) => () => void
}

const ignore = () => undefined

const open = ({ connected }: Clients) => {
  let isOpen = true
  let subscriber: RedisSubscriber | undefined
  const end = () => {
    try {
      subscriber?.destroy()
    } catch {
      // It is not connected yet, or not any more.
    }
  }
  const ready = connected().then(async (client) => {
    subscriber = isOpen ? client.duplicate?.() : undefined
    subscriber?.on("error", ignore)
    await subscriber?.connect()
    if (!isOpen) end()
    return subscriber
  })
  ready.catch(ignore)
  return {
    ready,
    close: () => {
      isOpen = false
      end()
    }
  }
}

export const make = (clients: Clients): Notices => {
  let listeners = 0
  let shared: ReturnType<typeof open> | undefined

  return {
    listen: (channel, listener) => {
      listeners++
      const { close, ready } = shared ??= open(clients)
      const subscribed = ready.then((subscriber) => subscriber?.subscribe(channel, listener))
      subscribed.catch(ignore)
      return () => {
        listeners--
        if (listeners === 0) {
          shared = undefined
          close()
        } else {
          subscribed.then(() => ready).then((subscriber) => subscriber?.unsubscribe(channel, listener)).catch(ignore)
        }
      }
    }
  }
}
