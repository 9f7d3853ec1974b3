/** Shares in Redis, for all servers of a fleet, which users' access tokens were found valid. */
import type { SharedVerificationCache } from "@atlas-bearer/core/SharedVerificationCache"
import * as Connection from "./internal/Connection.ts"
import * as options from "./internal/options.ts"
import { decode, encode } from "./internal/record.ts"
import { script } from "./internal/scripts.ts"

/** Either `url` or `client`. */
export interface Options extends options.RedisOptions {
  /**
   * 32 bytes. What is shared is sealed with it (AES-256-GCM). Without it, whoever can write to Redis decides which tokens are
   * valid. Take a new `prefix` with a new one.
   */
  readonly encryptionKey?: Uint8Array | undefined
}

/** Dispose of it to close the connection that was made from `url`. */
export interface RedisVerificationCache extends SharedVerificationCache, AsyncDisposable {}

const get = script("return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}")

/** Verdict, and its life in milliseconds. */
const set = script("return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])")

/**
 * Throws an `InvalidOption` that names the option. Connects when it is first used.
 *
 * Methods reject with a `RedisUnavailable` after 250 ms at most, and at once for about a second after that; with a
 * `RedisRefused`; or with a `RecordUnreadable`.
 */
export const make = (given: Options): RedisVerificationCache => {
  const prefix = options.prefix(options.object(given))
  const textSeal = options.textSeal(given.encryptionKey)
  const clients = options.clients(given)
  const connection = Connection.make(clients)
  const keyOf = (key: string) => `${prefix}{${options.sha256(key)}}:verdict`

  return {
    get: async (key) => {
      const redisKey = keyOf(key)
      const answer = await connection.run({ script: get, key: redisKey, arguments: [] })
      const [found, life]: ReadonlyArray<unknown> = Array.isArray(answer) ? answer : []
      if (found === null || found === undefined || found === false) return undefined
      return { verdict: await decode(textSeal, redisKey, String(found)), life: Number(life) }
    },
    set: async (key, verdict, life) => {
      const redisKey = keyOf(key)
      const text = await encode(textSeal, redisKey, verdict)
      // Rounded down: nobody else remembers it for longer.
      const milliseconds = Math.floor(life)
      if (milliseconds > 0) {
        await connection.run({ script: set, key: redisKey, arguments: [text, String(milliseconds)] })
      }
    },
    [Symbol.asyncDispose]: () => clients[Symbol.asyncDispose]()
  }
}
