/** What is wrong with a file of tokens. */
import * as Data from "effect/Data"

/** Somebody else may read the tokens: end their permission with `chmod`. */
export class TokenFileExposed extends Data.TaggedError("TokenFileExposed")<{
  readonly path: string
  readonly mode: string
}> {
  override get message() {
    return `${this.path} has mode ${this.mode}: others may use it. Run chmod go= on it, and revoke what it held if they did.`
  }
}

const advice = {
  damaged: "it is torn or not ours, and the next token replaces it",
  notSealed: "it is not encrypted although there is an encryptionKey, and the next token replaces it",
  sealed: "it is encrypted with another key: give that encryptionKey, or remove the file"
}

/** The file counts as absent. One that is `sealed` is never replaced: it may hold what another key opens. */
export class TokenFileUnreadable extends Data.TaggedError("TokenFileUnreadable")<{
  readonly path: string
  readonly reason: keyof typeof advice
}> {
  override get message() {
    return `Cannot read ${this.path}: ${advice[this.reason]}.`
  }
}
