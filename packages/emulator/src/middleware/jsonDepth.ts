/** Refuses JSON that is nested more deeply than anything sensible, before it is built: a MiB of brackets costs a second. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as HttpServerError from "effect/http/HttpServerError"
import type { Handler } from "./Handler.ts"

export class NestedTooDeeply extends Data.TaggedError("NestedTooDeeply") {}

const deepest = 1_000

/** Brackets in strings do not count. */
export const isTooDeep = (text: string) => {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (inString) {
      if (character === "\\") index++
      else if (character === "\"") inString = false
    } else if (character === "\"") inString = true
    else if (character === "[" || character === "{") {
      depth++
      if (depth > deepest) return true
    } else if (character === "]" || character === "}") depth--
  }
  return false
}

export const jsonDepth =
  <E, R>(handler: Handler<E, R>): Handler<E | NestedTooDeeply | HttpServerError.HttpServerError, R> => (request) => {
    if (!request.headers["content-type"]?.startsWith("application/json")) return handler(request)
    // Read here first, it is kept for the handler.
    return Effect.flatMap(
      Effect.interruptible(request.text),
      (text): ReturnType<Handler<E | NestedTooDeeply, R>> =>
        isTooDeep(text) ? Effect.fail(new NestedTooDeeply()) : handler(request)
    )
  }
