/** An option that cannot work, found when an object is made. No schema: whoever only checks options loads little. */
import * as Data from "effect/Data"

/** `option` names the option, `reason` says what it should be. */
export class InvalidOption extends Data.TaggedError("InvalidOption")<{
  readonly option: string
  readonly reason: string
}> {
  override get message() {
    return `Option ${this.option} ${this.reason}`
  }
}
