/** Masks secrets where a failure quotes the server, which may repeat what it was sent. */
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import { maskSecrets } from "./excerpt.ts"

/** Fields of the declared failures that hold a text of the server. */
const quoting = ["description", "challenge"]

/**
 * The same failure, with what it quotes masked. It is made anew: an error of Effect keeps what it was made of, and its stack
 * may have been read.
 */
export const withoutEcho = (request: HttpClientRequest.HttpClientRequest) => <E>(failure: E): E => {
  if (!(failure instanceof Error)) return failure
  const masked = quoting.flatMap((name) => {
    const text: unknown = Reflect.get(failure, name)
    const shown = typeof text === "string" ? maskSecrets(text, request) : text
    return shown === text ? [] : [[name, shown] as const]
  })
  return masked.length === 0
    ? failure
    : Reflect.construct(failure.constructor, [{ ...failure, ...Object.fromEntries(masked) }])
}
