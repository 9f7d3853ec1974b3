/** Who holds a token, and which gates are closed, by what the clients tell. */
import type { ClientEvent } from "@atlas-bearer/core/ClientEvent"
import { Duration } from "effect"
import type { Gate, Holding, Who } from "./News.ts"

export interface Holders {
  readonly heard: (event: ClientEvent) => "gates" | "holdings" | undefined
  /** Its token was ended before its time, which no event tells. */
  readonly end: (who: Who) => void
  readonly holdings: () => ReadonlyArray<Holding>
  readonly gates: () => ReadonlyArray<Gate>
}

const kinds: Readonly<Record<string, Who>> = { admin: "administrator", sa: "account", user: "visitor" }

/** Visitors come and go. */
const kept = 50

/** `now` is the time of the clients' clock. */
export const make = (now: () => number): Holders => {
  const holdings = new Map<string, Holding>()
  const gates = new Map<string, Gate>()

  const obtained = (key: string, life: Duration.Duration) => {
    // `user:http%3A%2F%2F127.0.0.1%3A9090:myapp-abcde:6b0313404240d7e2a70b2949`
    const [kind = "", , , userId] = key.split(":")
    const who = kinds[kind]
    if (who === undefined) return
    const count = (holdings.get(key)?.count ?? 0) + 1
    const obtainedAt = now()
    const [oldest] = holdings.keys()
    if (holdings.size >= kept && oldest !== undefined) holdings.delete(oldest)
    holdings.delete(key)
    holdings.set(key, {
      who,
      ...(userId !== undefined && { userId }),
      obtainedAt,
      expiresAt: obtainedAt + Duration.toMillis(life),
      count
    })
  }

  return {
    heard: (event) => {
      switch (event._tag) {
        case "tokenObtained":
          obtained(event.key, event.life)
          return "holdings"
        case "sessionEnded":
          holdings.delete(event.key)
          return "holdings"
        case "keyClosed":
          gates.set(event.key, { key: event.key, opensAt: now() + Duration.toMillis(event.wait) })
          return "gates"
        case "keyOpened":
          gates.delete(event.key)
          return "gates"
        default:
          return undefined
      }
    },
    end: (who) => {
      for (const [key, holding] of holdings) {
        if (holding.who === who) holdings.set(key, { ...holding, expiresAt: Math.min(holding.expiresAt, now()) })
      }
    },
    holdings: () => [...holdings.values()],
    gates: () => [...gates.values()]
  }
}
