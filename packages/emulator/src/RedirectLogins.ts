/** Browser logins that are under way: begun by a page of the app, and not yet back at it. They end with the process. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import type { DeviceOptions } from "@atlas-bearer/core/DeviceOptions"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { randomBytes } from "node:crypto"
import type { App } from "./Apps.ts"
import type { Authenticated } from "./Sessions.ts"
import type { Provider } from "./TokenLab.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** What was asked for. `state` is the page's own, by which it knows its answer again. */
export interface RedirectLogin {
  readonly app: Pick<App, "clientAppId" | "domainId">
  readonly provider: Provider
  readonly redirect: string
  readonly state: string
  readonly device: (typeof DeviceOptions.Type)["device"]
  /** The user who gets a further identity. */
  readonly linking: Authenticated | undefined
}

/** For whoever fills in the form, by the clock of the app. */
const lifeInMillis = 10 * 60_000
const capacity = 1_000

const over = new BadRequest({ description: "the login is over, or was never begun: begin again at the app" })

export class RedirectLogins extends Context.Service<RedirectLogins, {
  /** The id cannot be guessed: whoever has it began the login, or was sent on by who did. */
  readonly begin: (login: RedirectLogin) => Effect.Effect<string>
  readonly get: (id: string) => Effect.Effect<RedirectLogin, BadRequest>
  /** Once: after that it is over. */
  readonly take: (id: string) => Effect.Effect<RedirectLogin, BadRequest>
  readonly clear: Effect.Effect<void>
}>()("@atlas-bearer/emulator/RedirectLogins") {
  static readonly layer = Layer.effect(
    RedirectLogins,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const logins = new Map<string, RedirectLogin & { readonly expiresAt: number }>()

      const get = Effect.fnUntraced(function*(id: string) {
        const login = logins.get(id)
        if (login === undefined) return yield* over
        return login.expiresAt > (yield* clock.nowIn(login.app.domainId)) ? login : yield* over
      })

      return RedirectLogins.of({
        begin: Effect.fn("RedirectLogins.begin")(function*(login) {
          const id = randomBytes(32).toString("base64url")
          logins.set(id, { ...login, expiresAt: (yield* clock.nowIn(login.app.domainId)) + lifeInMillis })
          const [oldest] = logins.keys()
          if (logins.size > capacity && oldest !== undefined) logins.delete(oldest)
          return id
        }),
        get,
        take: (id) => Effect.tap(get(id), () => Effect.sync(() => void logins.delete(id))),
        clear: Effect.sync(() => logins.clear())
      })
    })
  )
}
