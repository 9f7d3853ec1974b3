/** What credentials turned out to be, before they log in or are linked to a user. */
import type * as Schema from "effect/Schema"
import type { Account, Identity } from "./Identities.ts"

/** Somebody without a name. */
export interface Anonymous {
  readonly _tag: "Anonymous"
}

/** A registered e-mail address, with its password. */
export interface Registered {
  readonly _tag: "Registered"
  readonly account: Account
}

/** A user API key, as an identity of its user. */
export interface UserKey {
  readonly _tag: "UserKey"
  readonly identity: Identity
}

/** Whom another authority vouches for, known here or not; `data` is for the profile. */
export interface External {
  readonly _tag: "External"
  readonly providerType: string
  readonly externalId: string
  readonly type: "normal" | "server"
  readonly data: typeof Schema.JsonObject.Type
}

export type Proof = Anonymous | Registered | UserKey | External

/** Whoever asks. */
export const anonymous: Anonymous = { _tag: "Anonymous" }
/** Whoever knows the password of this account. */
export const registered = (account: Account): Registered => ({ _tag: "Registered", account })
/** Whoever has this API key. */
export const userKey = (identity: Identity): UserKey => ({ _tag: "UserKey", identity })
/** Whoever another issuer, or a function, says it is. */
export const external = (proof: Omit<External, "_tag">): External => ({ _tag: "External", ...proof })
