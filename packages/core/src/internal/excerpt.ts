/** The start of a reply for an error message, with everything masked that may be a secret. */
import type * as HttpClientRequest from "effect/http/HttpClientRequest"

const maxLength = 200

// Tokens, keys and secrets are long runs of these characters.
const tokenLike = /[\w\-+/=.~]{20,}/g
const secretField = /("[^"]*(?:token|secret|password|key)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi

const leaves = (json: unknown): ReadonlyArray<string> =>
  typeof json === "string"
    ? [json]
    : typeof json === "object" && json !== null
    ? Object.values(json).flatMap(leaves)
    : []

/** The strings that the request carried: a server may repeat them. */
const sentValues = ({ body, headers }: HttpClientRequest.HttpClientRequest): ReadonlyArray<string> => {
  const credential = headers["authorization"]?.replace(/^\S+ +/, "") ?? ""
  if (body._tag !== "Uint8Array") return [credential]
  const text = new TextDecoder().decode(body.body)
  return body.contentType.includes("json")
    ? [credential, ...leaves(JSON.parse(text))]
    : [credential, ...new URLSearchParams(text).values()]
}

/** At most 200 characters. */
export const excerpt = (text: string, request: HttpClientRequest.HttpClientRequest): string =>
  sentValues(request)
    .filter((value) => value.length >= 4)
    .reduce(
      (masked, value) => masked.replaceAll(value, "***").replaceAll(JSON.stringify(value).slice(1, -1), "***"),
      text.slice(0, 20 * maxLength)
    )
    .replaceAll(secretField, "$1\"***\"")
    .replaceAll(tokenLike, "***")
    .slice(0, maxLength)
