/** A file of an exported app, which may be missing. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { readFile } from "node:fs/promises"

/** What is wrong with the directory. */
export const wrong = (reason: string) => new InvalidOption({ option: "import", reason })

/** Nothing when there is no such file or directory. */
export const ifThere = <A>(reading: () => Promise<A>): Effect.Effect<Option.Option<A>, InvalidOption> =>
  Effect.tryPromise({
    try: () =>
      reading().then(Option.some, (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return Option.none<A>()
        throw error
      }),
    catch: (cause) => wrong(`cannot be read: ${String(cause)}`)
  })

/** Tells which file it was. */
export const understood = <A>(path: string, decoding: Effect.Effect<A, Schema.SchemaError>) =>
  Effect.mapError(decoding, ({ message }) => wrong(`has a file that is not understood, ${path}: ${message}`))

/** Nothing when there is no such file. */
export const readJson = <A>(
  path: string,
  schema: Schema.Codec<A, unknown>
): Effect.Effect<Option.Option<A>, InvalidOption> =>
  ifThere(() => readFile(path, "utf8")).pipe(Effect.flatMap(Option.match({
    onNone: () => Effect.succeed(Option.none<A>()),
    onSome: (text) => Effect.asSome(understood(path, Schema.decodeUnknownEffect(Schema.fromJsonString(schema))(text)))
  })))
