/** The end of a user's session. */
import * as Schema from "effect/Schema"

/** The refresh token is revoked, expired or unknown, or the user logged out: nothing brings this session back. Log in again. */
export class SessionEnded extends Schema.TaggedError<SessionEnded>()("SessionEnded", { description: Schema.String }) {
  override get message() {
    return `The session has ended (${this.description}). Log in again.`
  }
}
