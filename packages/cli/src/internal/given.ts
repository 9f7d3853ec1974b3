/** A text that is given as it is, as `@FILE`, or as `@-` for standard input: the way of curl. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Redacted from "effect/Redacted"
import { usage } from "./Failed.ts"
import * as secrets from "./secrets.ts"

export const given = Effect.fn("given")(function*(text: string) {
  if (!text.startsWith("@")) return text
  if (text === "@-") return Redacted.value(yield* secrets.fromStdin)
  const files = yield* FileSystem.FileSystem
  const file = text.slice(1)
  return yield* Effect.mapError(files.readFileString(file), () => usage(`Cannot read the file ${file}.`))
})
