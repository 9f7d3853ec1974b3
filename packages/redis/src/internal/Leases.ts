/** A lease is a key that holds its owner's name and expires by Redis' clock. */
import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import type { Connection } from "./Connection.ts"
import type { Notices } from "./Notices.ts"
import * as scripts from "./scripts.ts"

interface Lease {
  /** Nobody learns that it failed: it is tried again, and at the worst the lease expires. */
  readonly end: () => Promise<void>
}

export interface Leases {
  /** The lease, or who has it. `ttl` is in milliseconds. */
  readonly acquire: (key: string, ttl: number) => Promise<Lease | string>
  readonly waitForEnd: (key: string, holder: string, signal: AbortSignal | undefined) => Promise<void>
}

/** Milliseconds between two looks at a lease that others have, should no notice of its end arrive. */
const [firstPause, longestPause] = [10, 250]

export const make = ({ finish, run }: Connection, { listen }: Notices): Leases => ({
  acquire: async (key, ttl) => {
    const owner = randomUUID()
    const release = { script: scripts.release, key, arguments: [owner, key] }
    const milliseconds = String(Math.max(1, Math.ceil(ttl)))
    const holder = await run({ script: scripts.acquire, key, arguments: [owner, milliseconds] }, release)
    if (String(holder) !== owner) return String(holder)
    return { end: () => finish(release) }
  },

  waitForEnd: async (key, holder, signal) => {
    const ended = new AbortController()
    const stopped = AbortSignal.any([ended.signal, ...(signal === undefined ? [] : [signal])])
    const leave = listen(key, (message) => {
      if (message === holder) ended.abort()
    })
    try {
      for (let pause = firstPause; !ended.signal.aborted; pause = Math.min(2 * pause, longestPause)) {
        await sleep(pause, undefined, { signal: stopped }).catch(() => signal?.throwIfAborted())
        if (ended.signal.aborted) return
        if (String(await run({ script: scripts.holder, key, arguments: [] })) !== holder) return
      }
    } finally {
      leave()
    }
  }
})
