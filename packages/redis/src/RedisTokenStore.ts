/** Keeps tokens in Redis, for all processes of a fleet. */
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import * as Connection from "./internal/Connection.ts"
import * as Leases from "./internal/Leases.ts"
import * as Notices from "./internal/Notices.ts"
import * as options from "./internal/options.ts"
import { decode, encode, lifeOf } from "./internal/record.ts"
import * as scripts from "./internal/scripts.ts"

/** Either `url` or `client`. */
export interface Options extends options.RedisOptions {
  /** 32 bytes. Records are sealed with it (AES-256-GCM). Take a new `prefix` with a new one. */
  readonly encryptionKey?: Uint8Array | undefined
}

/** Dispose of it to close the connection that was made from `url`. */
export interface RedisTokenStore extends PromiseTokenStore, AsyncDisposable {}

/**
 * Throws an `InvalidOption` that names the option. Connects when it is first used.
 *
 * Methods reject with a `RedisUnavailable` after 250 ms at most, and at once for about a second after that; with a
 * `RedisRefused`; or with a `RecordUnreadable`. None of them holds a token.
 */
export const make = (given: Options): RedisTokenStore => {
  const { encryptionKey } = options.object(given)
  const prefix = options.prefix(given)
  const textSeal = options.textSeal(encryptionKey)
  const clients = options.clients(given)
  const connection = Connection.make(clients)
  const leases = Leases.make(connection, Notices.make(clients))

  // In braces what decides a key's place in a cluster: all keys of a holder are on one node. A hash names nobody.
  const tagOf = (key: string) => `${prefix}{${options.sha256(key)}}`
  const recordOf = (key: string) => `${tagOf(key)}:record`
  const leaseOf = (key: string) => `${tagOf(key)}:lease`

  return {
    get: async (key) => {
      const redisKey = recordOf(key)
      const found = await connection.run({ script: scripts.get, key: redisKey, arguments: [] })
      return found === null ? undefined : decode(textSeal, redisKey, String(found))
    },
    set: async (key, record, expectedGeneration) => {
      const redisKey = recordOf(key)
      const text = await encode(textSeal, redisKey, record)
      const generations = [expectedGeneration, record.generation].map(String)
      const isStored = await connection.run({
        script: scripts.set,
        key: redisKey,
        arguments: [...generations, text, String(lifeOf(record) ?? "")]
      })
      return Number(isStored) === 1
    },
    remove: async (key) => void await connection.run({ script: scripts.remove, key: recordOf(key), arguments: [] }),
    withLease: async (key, ttl, run, signal) => {
      const redisKey = leaseOf(key)
      const lease = await leases.acquire(redisKey, ttl)
      if (typeof lease === "string") {
        await leases.waitForEnd(redisKey, lease, signal)
        return false
      }
      try {
        await run()
      } finally {
        await lease.end()
      }
      return true
    },
    [Symbol.asyncDispose]: () => clients[Symbol.asyncDispose]()
  }
}
