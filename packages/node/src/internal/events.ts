/** The events of a client, also for who listens before its code is loaded. */
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import type { OnDemand } from "./OnDemand.ts"

type Result = IteratorResult<ClientEvent>

const end: Result = { done: true, value: undefined }

/** Begins with the first `next`, and ends at once for a client that was disposed of before it did anything. */
const iterator = (client: OnDemand<{ readonly events: AsyncIterable<ClientEvent> }>): AsyncIterator<ClientEvent> => {
  let begun: AsyncIterator<ClientEvent> | undefined
  let isEnded = false

  const begin = () =>
    new Promise<Result>((resolve) =>
      client.attach((made) => {
        isEnded ||= made === undefined
        if (!isEnded) begun ??= made?.events[Symbol.asyncIterator]()
        resolve(begun?.next() ?? end)
      })
    )

  return {
    next: async () => begun?.next() ?? (isEnded ? end : begin()),
    return: async () => {
      isEnded = true
      return begun?.return?.() ?? end
    }
  }
}

export const eventsOf = (
  client: OnDemand<{ readonly events: AsyncIterable<ClientEvent> }>
): AsyncIterable<ClientEvent> => ({
  [Symbol.asyncIterator]: () => client.made()?.events[Symbol.asyncIterator]() ?? iterator(client)
})
