/** The API keys that a user makes to log in without a password. */
import type { CallOptions } from "@atlas-bearer/core/TokenSource"

/** A disabled key does not log in. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly disabled: boolean
}

/**
 * A user has 20 keys at most, an anonymous one none; they do not expire. Every method rejects with a tagged error, such as
 * `APIKeyNotFound`: match on its `_tag`.
 */
export interface ApiKeyAuth {
  /**
   * `key` is in this answer alone: keep it as you keep a password. The name has ASCII letters, digits, `_` and `-`; rejects
   * with `APIKeyAlreadyExists` when it is taken.
   */
  readonly create: (name: string, options?: CallOptions) => Promise<ApiKey & { readonly key: string }>
  readonly fetch: (id: string, options?: CallOptions) => Promise<ApiKey>
  readonly fetchAll: (options?: CallOptions) => Promise<ReadonlyArray<ApiKey>>
  /** Rejects with `APIKeyInUse` when the session was begun with this key. */
  readonly delete: (id: string, options?: CallOptions) => Promise<void>
  readonly enable: (id: string, options?: CallOptions) => Promise<void>
  /** Nobody logs in with it; sessions that it began live on. */
  readonly disable: (id: string, options?: CallOptions) => Promise<void>
}
