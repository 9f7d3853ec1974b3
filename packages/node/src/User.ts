/** A user who is logged in to an app. */
import type * as Core from "@atlas-bearer/core/UserSession"
import * as UserSession from "./UserSession.ts"

/** Every method rejects with a tagged error: match on its `_tag`. */
export interface User extends UserSession.UserSession {
  /** As it was at the login, or when it was last asked for. */
  readonly profile: UserSession.Profile
  /** How the user logs in, as of the profile. */
  readonly identities: UserSession.Profile["identities"]
  /** Not after a log-out, and not when the session has ended. */
  readonly isLoggedIn: boolean
}

/** Every listed session has its profile; this is for a store that lost it. */
const unknown: UserSession.Profile = { identities: [], data: {}, type: "normal" }

/** Wraps a session of the core that is listed in its app. */
export const make = (
  session: Core.UserSession,
  connection: UserSession.Connection,
  isLoggedIn: () => boolean
): User => {
  const base = UserSession.make(session, connection)
  let profile = session.known().profile ?? unknown
  const latest = () => {
    profile = session.known().profile ?? profile
    return profile
  }
  return {
    ...base,
    get customData() {
      return base.customData
    },
    get profile() {
      return latest()
    },
    get identities() {
      return latest().identities
    },
    get isLoggedIn() {
      return isLoggedIn()
    }
  }
}
