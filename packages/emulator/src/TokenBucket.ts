/** Admits each key while its bucket holds tokens: `refill` of them come back every `period`, up to `capacity`. */

/** `period` is in milliseconds. */
export interface Limit {
  readonly capacity: number
  readonly refill: number
  readonly period: number
}

/** `wait` is in milliseconds: 0 for who was admitted, else until the next refill. */
export interface Taken {
  readonly remaining: number
  readonly wait: number
}

export interface TokenBucket {
  /** A refusal takes nothing. */
  readonly take: (key: string, now: number) => Taken
  /** Fills every bucket. */
  readonly clear: () => void
}

interface Bucket {
  readonly tokens: number
  /** When the period began that is running. */
  readonly since: number
}

/** Buckets by key, all full. */
export const make = ({ capacity, period, refill }: Limit): TokenBucket => {
  const buckets = new Map<string, Bucket>()

  /** The period of a full bucket begins with its next use. A clock that was moved back moves the periods, too. */
  const filled = ({ since, tokens }: Bucket, now: number): Bucket => {
    const periods = Math.floor((now - since) / period)
    const level = Math.min(capacity, tokens + Math.max(0, periods) * refill)
    return { tokens: level, since: level === capacity ? now : since + periods * period }
  }

  return {
    clear: () => buckets.clear(),
    take: (key, now) => {
      const bucket = filled(buckets.get(key) ?? { tokens: capacity, since: now }, now)
      const isAdmitted = bucket.tokens > 0
      const remaining = isAdmitted ? bucket.tokens - 1 : 0
      buckets.set(key, { ...bucket, tokens: remaining })
      return { remaining, wait: isAdmitted ? 0 : bucket.since + period - now }
    }
  }
}
