/** What a store needs of a client of the `redis` package, version 5 or 6: `createClient`, `createCluster` or `createSentinel`. */

export interface ScriptOptions {
  readonly keys: Array<string>
  readonly arguments: Array<string>
}

/** Is given texts; a cluster's type also speaks of bytes. */
export type MessageListener = (message: string | Uint8Array) => void

/** A connection of its own for what others publish. */
export interface RedisSubscriber {
  readonly on: (event: "error", listener: (error: unknown) => void) => unknown
  readonly connect: () => Promise<unknown>
  readonly subscribe: (channel: string, listener: MessageListener) => Promise<unknown>
  readonly unsubscribe: (channel: string, listener: MessageListener) => Promise<unknown>
  readonly destroy: () => unknown
  /** False when it has to be made anew. */
  readonly isReady?: boolean
  /** Lets a process end that has nothing else to do. */
  readonly unref?: () => unknown
}

/** Connected by whoever gives it, and closed by them. */
export interface RedisClient {
  readonly evalSha: (sha1: string, options: ScriptOptions) => Promise<unknown>
  readonly eval: (script: string, options: ScriptOptions) => Promise<unknown>
  /** False while it is not connected: then nothing is sent, and nobody waits. */
  readonly isReady?: boolean
  /** Without it, whoever waits for a lease or follows a throttle asks again and again. */
  readonly duplicate?: () => RedisSubscriber
}
