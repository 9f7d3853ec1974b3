/** An option that cannot work, found when an object is made. */
import * as Schema from "effect/Schema"

/** `option` names the option, `reason` says what it should be. */
export class InvalidOption extends Schema.TaggedError<InvalidOption>()("InvalidOption", {
  option: Schema.String,
  reason: Schema.String
}) {
  override get message() {
    return `Option ${this.option} ${this.reason}`
  }
}
