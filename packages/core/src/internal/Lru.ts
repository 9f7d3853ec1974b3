/** A bounded memory: it forgets what has ended, and when it is full what nobody asked for the longest, to a second. */

export interface Lru<A> {
  /** The value, unless it has ended. `now` is monotonic. */
  readonly get: (key: string, now: number) => A | undefined
  /** Keeps nothing that has no life left. */
  readonly set: (key: string, value: A, now: number, life: number) => void
  /** `stale` counts what had ended when it was asked for, `evicted` what had to make room. */
  readonly inspect: () => { readonly size: number; readonly stale: number; readonly evicted: number }
}

interface Entry<A> {
  readonly value: A
  readonly endsAt: number
  /** When its key was put where it is. */
  putAt: number
}

// What is asked for more often than that stays where it is: moving a key costs as much as finding it twice.
const fresh = 1000

export const make = <A>(capacity: number): Lru<A> => {
  // A map keeps the order in which keys were put: the first is the one that was not used for the longest.
  const entries = new Map<string, Entry<A>>()
  let stale = 0
  let evicted = 0
  return {
    get: (key, now) => {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      if (entry.endsAt <= now) {
        entries.delete(key)
        stale++
        return undefined
      }
      if (now - entry.putAt >= fresh) {
        entry.putAt = now
        entries.delete(key)
        entries.set(key, entry)
      }
      return entry.value
    },
    set: (key, value, now, life) => {
      entries.delete(key)
      if (life <= 0) return
      entries.set(key, { value, endsAt: now + life, putAt: now })
      for (const oldest of entries.keys()) {
        if (entries.size <= capacity) break
        entries.delete(oldest)
        evicted++
      }
    },
    inspect: () => ({ size: entries.size, stale, evicted })
  }
}
