/** One lane for each key, made when it is first asked for and forgotten when it has nothing to remember. */
import * as Lane from "./Lane.ts"

export interface Lanes {
  readonly of: (key: string, now: number) => Lane.Lane
  /** The lane of a bucket that the server named: from now on all keys that ask for it stand in one queue. */
  readonly share: (key: string, lane: Lane.Lane, bucket: string | undefined, scope?: string) => Lane.Lane
  readonly forget: (lane: Lane.Lane, now: number) => void
  readonly all: () => ReadonlyArray<Lane.Lane>
  /** With all the names they go by. */
  readonly named: () => ReadonlyArray<readonly [name: string, lane: Lane.Lane]>
}

export const make = (): Lanes => {
  /** The one used last stands last. */
  const lanes = new Map<string, Lane.Lane>()

  const isIdle = ({ gate, waiters }: Lane.Lane, now: number) => waiters() === 0 && gate.isIdle(now)

  /** Looks at the two that were not used for the longest time, so that no call pays for all of them. */
  const forgetOldest = (now: number) => {
    let looked = 0
    for (const [key, lane] of lanes) {
      if (looked++ === 2) return
      lanes.delete(key)
      if (!isIdle(lane, now)) lanes.set(key, lane)
    }
  }

  return {
    of: (key, now) => {
      const lane = lanes.get(key) ?? Lane.make(key)
      lanes.delete(key)
      if (lanes.size > 1) forgetOldest(now)
      lanes.set(key, lane)
      return lane
    },
    share: (key, lane, bucket, scope = key) => {
      if (bucket === undefined) return lane
      const name = `${scope} ${bucket}`
      const shared = lanes.get(name) ?? lane
      shared.bucket = name
      lanes.set(name, shared).set(key, shared)
      return shared
    },
    forget: (lane, now) => {
      if (isIdle(lane, now)) lanes.delete(lane.key)
    },
    all: () => [...new Set(lanes.values())],
    named: () => [...lanes]
  }
}
