/** Admits each key at most so many times in any window of time, by a log of its admissions. */

export interface SlidingLog {
  /** The milliseconds to wait, or `undefined` when the key is admitted. A refusal does not count. */
  readonly admit: (key: string, now: number) => number | undefined
  /** How many keys it remembers: those admitted within the last window. */
  readonly size: () => number
  readonly clear: () => void
}

/** `window` is in milliseconds. */
export const make = ({ requests, window }: { readonly requests: number; readonly window: number }): SlidingLog => {
  /** Oldest first. The key that was admitted last stands last. */
  const log = new Map<string, ReadonlyArray<number>>()

  // A clock that was moved back makes entries of the future: they are forgotten, or nobody could wait them out.
  const isRecent = (time: number, now: number) => time > now - window && time <= now

  const forgetIdleKeys = (now: number) => {
    for (const [key, times] of log) {
      if (times.some((time) => isRecent(time, now))) return
      log.delete(key)
    }
  }

  return {
    admit: (key, now) => {
      forgetIdleKeys(now)
      const recent = (log.get(key) ?? []).filter((time) => isRecent(time, now))
      const [oldest] = recent
      if (oldest !== undefined && recent.length >= requests) return oldest + window - now
      log.delete(key)
      log.set(key, [...recent, now])
      return undefined
    },
    size: () => log.size,
    clear: () => log.clear()
  }
}
