/** A user's account. */
import * as JwtClaims from "@atlas-bearer/core/JwtClaims"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import * as Core from "@atlas-bearer/core/UserAccount"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Functions from "../../Functions.ts"
import type { UserAccount } from "../../UserAccount.ts"
import * as option from "../option.ts"
import * as ApiKeyAuth from "./ApiKeyAuth.ts"

type Run = <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>

export const make = (session: UserSession, clientAppId: string, run: Run): UserAccount => {
  const account = Core.make(session, clientAppId)
  let seen: { readonly token: Redacted.Redacted; readonly data: UserAccount["customData"] } | undefined

  /** Of the last token there was: while it is being replaced there is none. */
  const customData = () => {
    const token = Effect.runSync(session.tokens.current)
    if (token !== undefined && token !== seen?.token) {
      seen = { token, data: Option.getOrElse(JwtClaims.userData(token), () => ({})) }
    }
    return seen?.data ?? {}
  }
  const callFunction: UserAccount["callFunction"] = (name, args, { idempotent, service, ...options } = {}) =>
    run(account.callFunction({ name, args, service, idempotent }), options)

  return {
    apiKeys: ApiKeyAuth.make(session, run),
    functions: Functions.make(callFunction),
    callFunction,
    get customData() {
      return customData()
    },
    refreshCustomData: (options) => run(Effect.map(session.refresh, customData), options),
    linkCredentials: async (credentials, options) =>
      run(account.linkCredentials(option.credentials(credentials)), options),
    delete: (options) => run(account.delete, options)
  }
}
