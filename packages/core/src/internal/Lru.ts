/** A bounded memory: it forgets what has ended, and when it is full what nobody asked for the longest. */

export interface Lru<A> {
  /** The value, unless it has ended. `now` is monotonic. */
  readonly get: (key: string, now: number) => A | undefined
  /** Keeps nothing that has no life left. */
  readonly set: (key: string, value: A, now: number, life: number) => void
  /** `stale` counts what had ended when it was asked for, `evicted` what had to make room. */
  readonly inspect: () => { readonly size: number; readonly stale: number; readonly evicted: number }
}

export const make = <A>(capacity: number): Lru<A> => {
  // A map keeps the order in which keys were put: the first is the one that was not used for the longest.
  const entries = new Map<string, { readonly value: A; readonly endsAt: number }>()
  let stale = 0
  let evicted = 0
  return {
    get: (key, now) => {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      if (entry.endsAt <= now) {
        stale++
        return undefined
      }
      entries.set(key, entry)
      return entry.value
    },
    set: (key, value, now, life) => {
      entries.delete(key)
      if (life <= 0) return
      entries.set(key, { value, endsAt: now + life })
      for (const oldest of entries.keys()) {
        if (entries.size <= capacity) break
        entries.delete(oldest)
        evicted++
      }
    },
    inspect: () => ({ size: entries.size, stale, evicted })
  }
}
