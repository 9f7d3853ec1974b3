/** Header fields of the command line, as `Name: value`. */
import * as Effect from "effect/Effect"
import { usage } from "./Failed.ts"

/** Messages name no value: it may be a secret. */
export const headerFields = (lines: ReadonlyArray<string>) =>
  Effect.forEach(lines, (line) => {
    const colon = line.indexOf(":")
    const name = line.slice(0, Math.max(0, colon)).trim()
    if (name === "") return Effect.fail(usage("A header field has to be given as \"Name: value\"."))
    if (name.toLowerCase() === "authorization") {
      return Effect.fail(usage("The Authorization field is not yours to give: it is added for the API's origin."))
    }
    return Effect.succeed<readonly [string, string]>([name, line.slice(colon + 1).trim()])
  })
