/** A token store without Effect, for people who write their own. */

/** JSON. It holds tokens: keep all of it, and where nobody else can read it. */
export interface StoredRecord {
  readonly generation: number
  readonly [field: string]: unknown
}

/**
 * A method that cannot do its work rejects: the tokens in memory stay, and the call goes on. Listeners get what it rejects
 * with, as it is, as the `cause` of a `TokenStoreError`: do not quote the record in it. Some clients of databases keep the
 * arguments of a failed command on its error.
 */
export interface PromiseTokenStore {
  /** The record as `set` was given it; `undefined` or `null` when there is none. */
  readonly get: (key: string) => Promise<unknown>
  /**
   * Stores a record in one step if the one that is there has the generation `expectedGeneration`, or if nothing is there
   * and it is 0, and if the record's own generation is greater. Says whether it was stored.
   */
  readonly set: (key: string, record: StoredRecord, expectedGeneration: number) => Promise<boolean>
  readonly remove: (key: string) => Promise<void>
  /**
   * Calls `run` and gives `true` if nobody has the lease of the key; it ends when `run` does, or `ttl` milliseconds after
   * it began. If somebody has it, waits for its end and gives `false` without a call: the caller looks at what is stored
   * by then. When `signal` aborts, nobody waits for the answer any more.
   */
  readonly withLease: (key: string, ttl: number, run: () => Promise<void>, signal?: AbortSignal) => Promise<boolean>
}
