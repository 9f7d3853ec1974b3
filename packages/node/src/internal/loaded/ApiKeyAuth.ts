/** A user's API keys. */
import * as Core from "@atlas-bearer/core/ApiKeyAuth"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { ApiKeyAuth } from "../../ApiKeyAuth.ts"

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
