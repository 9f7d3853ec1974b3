/** Header fields of the command line, as `Name: value`. */
import * as Effect from "effect/Effect"
import { attempt } from "./attempt.ts"
import { usage } from "./Failed.ts"

const parse = (line: string) => {
  const colon = line.indexOf(":")
  const name = line.slice(0, Math.max(0, colon)).trim()
  if (name === "") return Effect.fail(usage("A header field has to be given as \"Name: value\"."))
  if (name.toLowerCase() === "authorization") {
    return Effect.fail(usage("The Authorization field is not yours to give: it is added for the API's origin."))
  }
  return Effect.succeed<readonly [string, string]>([name, line.slice(colon + 1).trim()])
}

/** The last one of a name goes. Messages show no value: it may be a secret. */
export const headerFields = Effect.fn("headerFields")(function*(lines: ReadonlyArray<string>) {
  const fields = yield* Effect.forEach(lines, parse)
  const headers = new Headers()
  yield* Effect.mapError(
    attempt(() => fields.forEach(([name, value]) => headers.set(name, value))),
    () => usage("A header field has a name or a value that is not allowed.")
  )
  return headers
})
