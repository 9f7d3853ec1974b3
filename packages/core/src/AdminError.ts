/** Failures of the Admin API that the Client API does not have (`ClientError.ts` says how they are named). */
import * as Schema from "effect/Schema"

/** The app has no such user, or nobody registered this e-mail address, which is case-sensitive. */
export class UserNotFound extends Schema.TaggedError<UserNotFound>()("UserNotFound", { description: Schema.String }, {
  httpApiStatus: 404
}) {
  override get message() {
    return `The app has no such user (${this.description}). List its users, and those whose confirmation is pending.`
  }
}
