/** Reads what an option holds as its schema says. A word that is not known would change nothing, so it is wrong too. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** `is` says of the option what it is instead, such as `is no app`. */
export const decodeOption =
  <A>(schema: Schema.Codec<A, unknown>, option: string, is: string) =>
  (given: unknown): Effect.Effect<A, InvalidOption> =>
    Effect.mapError(
      Schema.decodeUnknownEffect(schema)(given, { errors: "all", onExcessProperty: "error" }),
      ({ message }) => new InvalidOption({ option, reason: `${is}: ${message}` })
    )
