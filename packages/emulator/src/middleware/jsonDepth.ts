/** Refuses JSON that is nested more deeply than anything sensible, before it is built: a MiB of brackets costs a second. */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import type * as HttpServerResponse from "effect/http/HttpServerResponse"

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

export const jsonDepth = <E, R>(app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
  HttpServerRequest.HttpServerRequest.use((request) => {
    if (!request.headers["content-type"]?.startsWith("application/json")) return app
    // Read here first, it is kept for the handler.
    return Effect.flatMap(
      Effect.interruptible(request.text),
      (text): Effect.Effect<HttpServerResponse.HttpServerResponse, E | NestedTooDeeply, R> =>
        isTooDeep(text) ? Effect.fail(new NestedTooDeeply()) : app
    )
  })
