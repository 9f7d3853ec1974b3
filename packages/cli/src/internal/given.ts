/** What is given as it is, as `@FILE`, or as `@-` for standard input: the way of curl. */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Redacted from "effect/Redacted"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import { other, usage } from "./Failed.ts"
import * as secrets from "./secrets.ts"

const unreadable = (file: string) => () => usage(`Cannot read the file ${file}.`)

/** A text for people, without the end of its last line. */
export const text = Effect.fn("given.text")(function*(given: string) {
  if (!given.startsWith("@")) return given
  if (given === "@-") return Redacted.value(yield* secrets.fromStdin)
  const files = yield* FileSystem.FileSystem
  const file = given.slice(1)
  return yield* Effect.mapError(files.readFileString(file), unreadable(file))
})

/** What to send, to the byte. */
export const content = Effect.fn("given.content")(function*(given: string) {
  if (!given.startsWith("@")) return given
  if (given === "@-") {
    const { stdin } = yield* Stdio.Stdio
    const chunks = yield* Effect.mapError(Stream.runCollect(stdin), () => other("Standard input cannot be read."))
    return Buffer.concat(chunks)
  }
  const files = yield* FileSystem.FileSystem
  const file = given.slice(1)
  return Buffer.from(yield* Effect.mapError(files.readFile(file), unreadable(file)))
})
