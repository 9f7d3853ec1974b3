/** What ends the process of the command, told on stderr. */
import * as Data from "effect/Data"
import * as Runtime from "effect/Runtime"

export class Failed extends Data.TaggedError("Failed")<{ readonly message: string; readonly exitCode: number }> {
  override readonly [Runtime.errorExitCode] = this.exitCode
}

/** The flags are wrong. */
export const usageError = (message: string) =>
  new Failed({ message: `${message}\nTry: atlas-bearer-emulator --help`, exitCode: 2 })
