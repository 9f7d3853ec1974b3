/** The API keys that a user makes to log in without a password. */
import * as Core from "@atlas-bearer/core/ApiKeyAuth"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

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

type Run = <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>

export const make = (session: UserSession, run: Run): ApiKeyAuth => {
  const keys = Core.make(session)
  return {
    create: (name, options) =>
      run(Effect.map(keys.create(name), (created) => ({ ...created, key: Redacted.value(created.key) })), options),
    fetch: (id, options) => run(keys.fetch(id), options),
    fetchAll: (options) => run(keys.fetchAll, options),
    delete: (id, options) => run(keys.delete(id), options),
    enable: (id, options) => run(keys.enable(id), options),
    disable: (id, options) => run(keys.disable(id), options)
  }
}
