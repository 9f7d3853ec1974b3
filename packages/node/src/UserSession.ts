/** A user's session with an app, as a Promise client. */
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import type * as Core from "@atlas-bearer/core/UserSession"
import type * as Effect from "effect/Effect"
import type { FetchOptions } from "./internal/bearerFetch.ts"
import type { Graphql } from "./internal/graphql.ts"
import type { UserAccount } from "./UserAccount.ts"

/** As the Client API's profile has it: identities, and what the providers told of the user. */
export type Profile = Effect.Success<Core.UserSession["profile"]>

/** What `app.resume` takes. The refresh token is a secret: whoever has it is the user. */
export interface Resumable {
  readonly refreshToken: string
  readonly userId: string
  readonly deviceId?: string | undefined
}

/** Every method rejects with a tagged error: match on its `_tag`. */
export interface UserSession extends Required<TokenSource>, UserAccount {
  /** The user's id. */
  readonly id: string
  /** The global `fetch` with the user's token for the app's origin; relative URLs are of that origin. */
  readonly fetch: (input: string | URL, options?: FetchOptions) => Promise<Response>
  /** A failed operation is a result with `errors`. A `TypedDocumentNode` in place of the text types variables and result. */
  readonly graphql: Graphql
  /** Renews the access token now, for instance to see changed custom data. */
  readonly refresh: (options?: CallOptions) => Promise<void>
  /** Asks who the user is. */
  readonly refreshProfile: (options?: CallOptions) => Promise<Profile>
  /**
   * Ends the session here, also in the store, and tells the server once, within 2 s. Access tokens already issued work
   * until they expire.
   */
  readonly logOut: (options?: CallOptions) => Promise<void>
  /** The session for `app.resume`, in this process or in another. Nothing else shows the refresh token. */
  readonly export: () => Resumable
}
