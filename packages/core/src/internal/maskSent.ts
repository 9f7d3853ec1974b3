/** Masks what a request carried in a text of the server, which may repeat it. */
import * as Base64 from "effect/encoding/Base64"
import * as Base64Url from "effect/encoding/Base64Url"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { Basic } from "../Basic.ts"
import { meaningOf, plainOf } from "./plain.ts"

/** Shorter values stand in any text. */
const minLength = 4

/** So much of the start of a value is masked too: the server, or the connection, may have cut it. */
const headLength = 8

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

const sentValues = ({ body, headers }: HttpClientRequest.HttpClientRequest): ReadonlyArray<string> => {
  const sent = credentials(headers["authorization"] ?? "")
  if (body._tag !== "Uint8Array") return sent
  const text = new TextDecoder().decode(body.body)
  return body.contentType.includes("json")
    ? [...sent, ...leaves(JSON.parse(text))]
    : [...sent, ...new URLSearchParams(text).values()]
}

const withBase64 = (value: string) => [value, Base64.encode(value).replace(/=+$/, ""), Base64Url.encode(value)]

/** Where `value` stands in `text`, whole or its start alone. */
const places = (text: string, value: string): ReadonlyArray<readonly [from: number, to: number]> => {
  const found: Array<readonly [number, number]> = []
  const head = value.slice(0, headLength)
  if (head.length < minLength) return found
  for (let from = text.indexOf(head); from !== -1;) {
    let length = head.length
    while (length < value.length && text[from + length] === value[length]) length++
    found.push([from, from + length])
    from = text.indexOf(head, length === value.length ? from + length : from + 1)
  }
  return found
}

/** As much of a text as anybody shows, beside what is masked in it: a character is spelled with six at most. */
const shown = (text: string, values: ReadonlyArray<string>) =>
  text.slice(0, 10_000 + 6 * values.reduce((sum, { length }) => sum + length, 0))

/** The start of the text with everything masked that the request carried, however the server spells it. */
export const maskSent = (whole: string, request: HttpClientRequest.HttpClientRequest): string => {
  const values = sentValues(request).filter(({ length }) => length >= minLength).flatMap(withBase64)
  const text = shown(whole, values)
  const { ends, plain, starts } = plainOf(text)
  const found = values.flatMap((value) => [
    ...places(text, value),
    ...places(plain, meaningOf(value)).map(([from, to]) => [starts[from] ?? 0, ends[to - 1] ?? 0] as const)
  ])
  let masked = ""
  let at = 0
  for (const [from, to] of found.toSorted(([one], [other]) => one - other)) {
    if (from >= at) masked += `${text.slice(at, from)}***`
    at = Math.max(at, to)
  }
  return masked + text.slice(at)
}
