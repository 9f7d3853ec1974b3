/** An option that cannot work, found when an object is made. No schema: whoever only checks options loads little. */
import * as Data from "effect/Data"
import { NodeInspectSymbol } from "effect/Inspectable"

/** `option` names the option, `reason` says what it should be. */
export class InvalidOption extends Data.TaggedError("InvalidOption")<{
  readonly option: string
  readonly reason: string
}> {
  static {
    // `console.error(error)` shows the message too: of an error of Effect's it shows the fields alone.
    Object.defineProperty(this.prototype, NodeInspectSymbol, { value: undefined })
  }

  override get message() {
    return `Option ${this.option} ${this.reason}`
  }
}
