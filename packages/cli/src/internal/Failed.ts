/** What the command itself finds wrong. */
import * as Data from "effect/Data"
import * as ExitCode from "../ExitCode.ts"

/** The message says what to do, and quotes no argument: it may be a secret that was meant for another place. */
export class Failed extends Data.TaggedError("Failed")<{ readonly message: string; readonly exitCode: number }> {}

export const usage = (message: string) => new Failed({ message, exitCode: ExitCode.usage })

export const other = (message: string) => new Failed({ message, exitCode: ExitCode.failed })
