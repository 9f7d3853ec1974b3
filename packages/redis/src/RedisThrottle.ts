/** Shares in Redis, for all processes of a fleet, what servers tell of their limits, and what of them is used up. */
import type { Admission, SharedThrottle, SharedWindow } from "@atlas-bearer/core/SharedThrottle"
import type { DurationInput } from "@atlas-bearer/core/TokenSource"
import { randomBytes } from "node:crypto"
import * as Connection from "./internal/Connection.ts"
import * as Following from "./internal/Following.ts"
import { fromOption } from "./internal/knownLimits.ts"
import * as options from "./internal/options.ts"
import * as scripts from "./internal/throttleScripts.ts"
import * as ToldLimits from "./internal/ToldLimits.ts"

/** At most so many requests in any window. */
export interface Limit {
  readonly requests: number
  readonly window: DurationInput
}

/** Either `url` or `client`. */
export interface Options extends options.RedisOptions {
  /**
   * Limits that are known without being told, by method and path: `{ "POST /api/oauth/token": { requests: 10, window: "1
   * minute" } }`. An id in a path stands for all: `/groups/{groupId}`. They are kept from the first request on; what a
   * server tells goes before them.
   */
  readonly limits?: Readonly<Record<string, Limit>> | undefined
}

/** Dispose of it to close the connection that was made from `url`. */
export interface RedisThrottle extends SharedThrottle, AsyncDisposable {}

/** Milliseconds that a request may be without a reply and count: its process may be gone. */
const longestRequest = 60_000

/**
 * Throws an `InvalidOption` that names the option. Connects with the first request of a client that it is given to.
 *
 * Methods reject with a `RedisUnavailable` after 250 ms at most, and at once for about a second after that; or with a
 * `RedisRefused`. Then requests go by what this process knows.
 */
export const make = (given: Options): RedisThrottle => {
  const prefix = options.prefix(options.object(given))
  const limitOf = fromOption(given.limits)
  const clients = options.clients(given)
  const connection = Connection.make(clients)
  const channel = `${prefix}{throttle}:told`
  const told = ToldLimits.make(connection, channel, randomBytes(9).toString("base64url"))
  const { follow, ready } = Following.make(clients, channel, told.read)

  const admission = (key: string, request: string): Admission => {
    let isOver = false
    const end = (script: typeof scripts.settle) => {
      if (!isOver) connection.run({ script, key, arguments: [request] }).catch(() => undefined)
      isOver = true
    }
    return { settle: () => end(scripts.settle), cancel: () => end(scripts.cancel) }
  }

  const admit = async (name: string, { count, window }: SharedWindow, signal: AbortSignal) => {
    const key = `${prefix}{${options.sha256(name)}}:log`
    const request = randomBytes(9).toString("base64url")
    const micros = [window, longestRequest].map((milliseconds) => String(Math.ceil(milliseconds * 1000)))
    const life = String(Math.ceil(window) + longestRequest)
    const cancel = { script: scripts.cancel, key, arguments: [request] }
    const wait = Number(
      await connection.run({ script: scripts.admit, key, arguments: [request, String(count), ...micros, life] }, cancel)
    )
    if (wait > 0) return wait
    const admitted = admission(key, request)
    if (signal.aborted) admitted.cancel()
    return admitted
  }

  return {
    follow,
    ready,
    heard: (key) => {
      const known = limitOf(key)
      const heard = told.isEmpty() ? undefined : told.heard(options.sha256(key))
      return heard === undefined || known === undefined
        ? heard ?? known
        : { ...heard, limit: heard.limit ?? known.limit }
    },
    tell: (key, what) => told.tell(options.sha256(key), what),
    admit,
    [Symbol.asyncDispose]: () => clients[Symbol.asyncDispose]()
  }
}
