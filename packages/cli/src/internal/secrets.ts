/** Where secrets come from: the environment, standard input, a file or a prompt. Arguments show in `ps`. */
import * as Prompt from "effect/cli/Prompt"
import * as TerminalCapabilities from "effect/cli/TerminalCapabilities"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Redacted from "effect/Redacted"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { other, usage } from "./Failed.ts"

const withoutLineEnd = (text: string) => text.replace(/\r?\n$/, "")

const notEmpty = (from: string) => (text: string) =>
  text.trim() === "" ? Effect.fail(usage(`Nothing came from ${from}.`)) : Effect.succeed(Redacted.make(text))

/** All of standard input but the line's end. */
export const fromStdin = Effect.gen(function*() {
  const { stdin } = yield* Stdio.Stdio
  const text = yield* Stream.mkString(Stream.decodeText(stdin)).pipe(
    Effect.mapError(() => other("Standard input cannot be read."))
  )
  return yield* notEmpty("standard input")(withoutLineEnd(text))
})

export const fromEnvironment = (variable: string): Redacted.Redacted | undefined => {
  const value = process.env[variable]
  return value === undefined || value === "" ? undefined : Redacted.make(value)
}

/** Refuses a file that others may use. */
export const fromFile = Effect.fn("secrets.fromFile")(function*(file: string) {
  const files = yield* FileSystem.FileSystem
  const unreadable = () => other(`Cannot read the secret in ${file}. It is named by the profile.`)
  const { mode } = yield* Effect.mapError(files.stat(file), unreadable)
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    const shown = (mode & 0o777).toString(8).padStart(4, "0")
    return yield* other(`${file} has mode ${shown}: others may use it. Run chmod go= on it, and replace the secret.`)
  }
  return yield* Effect.flatMap(
    Effect.mapError(files.readFileString(file), unreadable),
    (text) => notEmpty(file)(withoutLineEnd(text))
  )
})

const ask = <A>(prompt: Prompt.Prompt<A>, otherwise: string) =>
  Effect.gen(function*() {
    const { canPrompt } = yield* TerminalCapabilities.TerminalCapabilities
    return yield* canPrompt ? Prompt.run(prompt) : Effect.fail(usage(`There is no terminal to ask at: ${otherwise}.`))
  })

/** Shows what is typed. `otherwise` says what to do where there is no terminal. */
export const askText = (message: string, otherwise: string) => ask(Prompt.String({ message }), otherwise)

/** Shows nothing of what is typed. */
export const askSecret = (message: string, otherwise: string) => ask(Prompt.Hidden({ message }), otherwise)
