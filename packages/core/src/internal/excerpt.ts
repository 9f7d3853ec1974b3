/** The start of a reply for an error message, with everything masked that may be a secret. */
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Basic } from "../Basic.ts"

const maxLength = 200

// Tokens, keys and secrets are long runs of these characters.
const tokenLike = /[\w\-+/=.~]{20,}/g
const secretField = /("[^"]*(?:token|secret|password|key)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi

const leaves = (json: unknown): ReadonlyArray<string> =>
  typeof json === "string" || typeof json === "number"
    ? [String(json)]
    : typeof json === "object" && json !== null
    ? Object.values(json).flatMap(leaves)
    : []

const decodeBasic = Schema.decodeUnknownOption(Basic)

/** The credential of the request, as it is sent and as it is meant. */
const credentials = (field: string): ReadonlyArray<string> => [
  field.replace(/^\S+ +/, ""),
  ...Option.toArray(decodeBasic(field)).map(({ clientSecret }) => Redacted.value(clientSecret))
]

/** The strings that the request carried: a server may repeat them. */
const sentValues = ({ body, headers }: HttpClientRequest.HttpClientRequest): ReadonlyArray<string> => {
  const sent = credentials(headers["authorization"] ?? "")
  if (body._tag !== "Uint8Array") return sent
  const text = new TextDecoder().decode(body.body)
  return body.contentType.includes("json")
    ? [...sent, ...leaves(JSON.parse(text))]
    : [...sent, ...new URLSearchParams(text).values()]
}

/** The text with everything masked that the request carried. */
export const maskSent = (text: string, request: HttpClientRequest.HttpClientRequest): string =>
  sentValues(request)
    .filter((value) => value.length >= 4)
    .toSorted((one, other) => other.length - one.length)
    .reduce(
      (masked, value) => masked.replaceAll(value, "***").replaceAll(JSON.stringify(value).slice(1, -1), "***"),
      text
    )

/** At most 200 characters. */
export const excerpt = (text: string, request: HttpClientRequest.HttpClientRequest): string =>
  maskSent(text, request)
    .slice(0, 20 * maxLength)
    .replaceAll(secretField, "$1\"***\"")
    .replaceAll(tokenLike, "***")
    .slice(0, maxLength)
