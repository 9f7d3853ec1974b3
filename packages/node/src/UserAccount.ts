/** What a user does with the own account, beside its tokens. */
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import type { UserSession } from "@atlas-bearer/core/UserSession"
import type * as Effect from "effect/Effect"
import type { ApiKeyAuth } from "./ApiKeyAuth.ts"
import type { Credentials } from "./Credentials.ts"
import type { Functions } from "./Functions.ts"

type Profile = Effect.Success<UserSession["profile"]>
type CustomData = Readonly<Record<string, unknown>>

/** Limits of the call, and what the function may be. */
export interface CallFunctionOptions extends CallOptions {
  /** Calls the function of this service, not one of the app. */
  readonly service?: string | undefined
  /** May it be executed again when it is not clear whether it was? By default no. */
  readonly idempotent?: boolean | undefined
}

/** Every method rejects with a tagged error: match on its `_tag`. */
export interface UserAccount {
  readonly apiKeys: ApiKeyAuth
  readonly functions: Functions
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
