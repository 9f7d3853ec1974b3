/** What a user does with the own account, beside its tokens. */
import * as JwtClaims from "@atlas-bearer/core/JwtClaims"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import * as Core from "@atlas-bearer/core/UserAccount"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as ApiKeyAuth from "./ApiKeyAuth.ts"
import type { Credentials } from "./Credentials.ts"
import * as Functions from "./Functions.ts"

type Profile = Effect.Success<UserSession["profile"]>
type CustomData = Readonly<Record<string, unknown>>

export interface CallFunctionOptions extends CallOptions {
  /** Calls the function of this service, not one of the app. */
  readonly service?: string | undefined
  /** May it be executed again when it is not clear whether it was? By default no. */
  readonly idempotent?: boolean | undefined
}

/** Every method rejects with a tagged error: match on its `_tag`. */
export interface UserAccount {
  readonly apiKeys: ApiKeyAuth.ApiKeyAuth
  readonly functions: Functions.Functions
  /**
   * Calls a function of the app. Numbers, dates and `bigint` are JavaScript's own on both sides; other types of MongoDB
   * arrive as Extended JSON such as `{ $oid: "..." }`, and may be sent so or as values of the `bson` package.
   */
  readonly callFunction: (
    name: string,
    args?: ReadonlyArray<unknown>,
    options?: CallFunctionOptions
  ) => Promise<unknown>
  /** The custom data in the access token: as it was when that was issued. `{}` when the app has none. */
  readonly customData: CustomData
  /** Renews the access token and answers the custom data of now. */
  readonly refreshCustomData: (options?: CallOptions) => Promise<CustomData>
  /**
   * Makes the credentials a further identity of the user. Rejects with `IdentityInUse` when another user has it. An e-mail
   * address has to be registered, and must not have logged in yet.
   */
  readonly linkCredentials: (credentials: Credentials, options?: CallOptions) => Promise<Profile>
  /** Deletes the account on the server, for ever, and forgets the user here. */
  readonly delete: (options?: CallOptions) => Promise<void>
}

type Run = <A, E>(effect: Effect.Effect<A, E>, options?: CallOptions) => Promise<A>

export const make = (session: UserSession, clientAppId: string, run: Run): UserAccount => {
  const account = Core.make(session, clientAppId)
  let seen: { readonly token: Redacted.Redacted; readonly data: CustomData } | undefined

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
    linkCredentials: (credentials, options) => run(account.linkCredentials(credentials), options),
    delete: (options) => run(account.delete, options)
  }
}
