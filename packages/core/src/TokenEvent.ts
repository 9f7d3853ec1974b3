/** What happens to tokens. Typed, and without secrets, unless a store of your own quotes them in what it rejects with. */
import type * as Duration from "effect/Duration"
import type { TokenStoreError } from "./TokenStore.ts"

/** `key` is that under which the tokens are stored, and names whose they are (`TokenKey.ts`). */
export type TokenEvent =
  /** A new access token is here. `life` is what is left of it; `shared` says that somebody else obtained it. */
  | {
    readonly _tag: "tokenObtained"
    readonly key: string
    readonly life: Duration.Duration
    readonly shared: boolean
  }
  /** The refresh token is dead, and nothing of the session is stored any more: the user has to log in again. */
  | { readonly _tag: "sessionEnded"; readonly key: string; readonly description: string }
  /** The store did not do its work. Nothing is lost in memory. */
  | { readonly _tag: "storeFailed"; readonly key: string; readonly error: TokenStoreError }
