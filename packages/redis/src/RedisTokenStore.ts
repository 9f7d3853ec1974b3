/** Keeps tokens in Redis, for all processes of a fleet. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import type { PromiseTokenStore } from "@atlas-bearer/core/PromiseTokenStore"
import * as TextSeal from "@atlas-bearer/core/TextSeal"
import * as Result from "effect/Result"
import { createHash } from "node:crypto"
import * as Clients from "./internal/Clients.ts"
import * as Connection from "./internal/Connection.ts"
import * as Leases from "./internal/Leases.ts"
import * as Notices from "./internal/Notices.ts"
import { decode, encode, lifeOf } from "./internal/record.ts"
import * as scripts from "./internal/scripts.ts"
import type { RedisClient } from "./RedisClient.ts"

/** Either `url` or `client`. */
export interface Options {
  /** `redis:` or, with TLS, `rediss:`, with user and password if there are any. It is connected to when it is needed. */
  readonly url?: string | undefined
  /** A connected client of the `redis` package, for a cluster, for sentinels, or for options of your own. You close it. */
  readonly client?: RedisClient | undefined
  /** What all keys begin with, by default `atlas-bearer:`. All who have the same one share tokens. */
  readonly prefix?: string | undefined
  /** 32 bytes. Records are sealed with it (AES-256-GCM). Take a new `prefix` with a new one. */
  readonly encryptionKey?: Uint8Array | undefined
}

/** Dispose of it to close the connection that was made from `url`. */
export interface RedisTokenStore extends PromiseTokenStore, AsyncDisposable {}

const wrong = (option: string, reason: string) => new InvalidOption({ option, reason })

/** The URL is in no message: it may hold a password. */
const clientsOf = ({ client, url }: Options): Clients.Clients => {
  if ((client === undefined) === (url === undefined)) throw wrong("url", "or client must be given, and not both")
  if (client === undefined) {
    const isRedis = /^rediss?:$/.test((typeof url === "string" && URL.parse(url)?.protocol) || "")
    if (url === undefined || !isRedis) throw wrong("url", "must be a URL such as redis://127.0.0.1:6379")
    return Clients.own(url)
  }
  if (typeof client?.evalSha === "function" && typeof client.eval === "function") return Clients.given(client)
  throw wrong("client", "must be a client of the redis package")
}

const prefixOf = (prefix: unknown) => {
  if (typeof prefix === "string" && /^[^{}]+$/.test(prefix)) return prefix
  throw wrong("prefix", "must be a text that is not empty and has no braces, which would move keys in a cluster")
}

/**
 * Throws an `InvalidOption` that names the option. Connects when it is first used.
 *
 * Methods reject with a `RedisUnavailable` after 250 ms at most, and at once for about a second after that; with a
 * `RedisRefused`; or with a `RecordUnreadable`. None of them holds a token.
 */
export const make = (options: Options): RedisTokenStore => {
  if (typeof options !== "object" || options === null) throw wrong("options", "must be an object")
  const { encryptionKey } = options
  const prefix = prefixOf(options.prefix ?? "atlas-bearer:")
  const textSeal = encryptionKey === undefined
    ? undefined
    : Result.getOrThrow(TextSeal.fromOption({ option: "encryptionKey", input: encryptionKey }))
  const clients = clientsOf(options)
  const connection = Connection.make(clients)
  const leases = Leases.make(connection, Notices.make(clients))

  // In braces what decides a key's place in a cluster: all keys of a holder are on one node. A hash names nobody.
  const tagOf = (key: string) => `${prefix}{${createHash("sha256").update(key).digest("hex")}}`
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
