/** What a fleet shares cannot be had, and why. */
import * as Schema from "effect/Schema"

/** Each process goes by what it knows itself until it is back. `cause` is what the implementation rejected with. */
export class SharingError extends Schema.TaggedError<SharingError>()("SharingError", {
  shared: Schema.Literals(["throttle", "verifications"]),
  cause: Schema.Defect()
}) {
  override get message() {
    const what = this.shared === "throttle" ? "the limits that servers told" : "which tokens are valid"
    return `What other processes know cannot be had: ${what}. The cause says why.`
  }
}

/** Told once, until it is back. */
export interface SharingEvent {
  readonly _tag: "sharingFailed"
  /** What is not shared. */
  readonly key: SharingError["shared"]
  readonly error: SharingError
}
