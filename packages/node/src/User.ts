/** A user who is logged in to an app. */
import type { Profile, UserSession } from "./UserSession.ts"

/** Every method rejects with a tagged error: match on its `_tag`. */
export interface User extends UserSession {
  /** As it was at the login, or when it was last asked for. */
  readonly profile: Profile
  /** How the user logs in, as of the profile. */
  readonly identities: Profile["identities"]
  /** Not after a log-out, and not when the session has ended. */
  readonly isLoggedIn: boolean
}
