/** A user in the list of an app. */
import type * as Core from "@atlas-bearer/core/UserSession"
import type { User } from "../../User.ts"
import type { Profile } from "../../UserSession.ts"
import * as UserSession from "./UserSession.ts"

/** Every listed session has its profile; this is for a store that lost it. */
const unknown: Profile = { identities: [], data: {}, type: "normal" }

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
