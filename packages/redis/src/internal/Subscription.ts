/** One channel, heard over a connection of its own that keeps no process alive. */
import type { RedisSubscriber } from "../RedisClient.ts"
import type { Clients } from "./Clients.ts"

export interface Subscription {
  /** Nothing is missed. */
  readonly isHeard: () => boolean
  /** It will never be heard, or no longer. */
  readonly isOver: () => boolean
  readonly close: () => void
}

/** `onChange` is called for each message, and when the channel begins or ceases to be heard. */
export const open = (clients: Clients, channel: string, onChange: () => void): Subscription => {
  let isHeard = false
  let isOver = false
  let subscriber: RedisSubscriber | undefined

  const close = () => {
    isOver = true
    try {
      subscriber?.destroy()
    } catch {
      // It is not connected yet, or not any more.
    }
  }
  const fail = () => {
    if (isOver) return
    close()
    onChange()
  }
  const begin = async () => {
    const client = await clients.connected()
    subscriber = client.duplicate?.()
    if (subscriber === undefined || isOver) return close()
    subscriber.on("error", fail)
    await subscriber.connect()
    subscriber.unref?.()
    await subscriber.subscribe(channel, onChange)
    // Somebody closed it meanwhile, when it could not be ended yet.
    if (isOver) return close()
    isHeard = true
    onChange()
  }
  begin().catch(fail)

  const isCut = () => isHeard && subscriber?.isReady === false

  return {
    isHeard: () => isHeard && !isOver && !isCut(),
    isOver: () => isOver || isCut(),
    close
  }
}
