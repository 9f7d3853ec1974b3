/** Requests and replies without their secrets, which stand there by their labels. */
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Labels } from "./Labels.ts"
import * as shown from "./shown.ts"

type Json = typeof Schema.Json.Type

/** Labels of the secrets that were met. */
type Found = Set<string>

const longest = 200
/** Characters of a body: a journal of large ones must not fill the memory. */
const largest = 16 * 1024
const decodeJson = Schema.decodeUnknownOption(Schema.fromJsonString(Schema.Json))

/** A text, or how long one is that is too large to be shown. */
export type Body = string | { readonly length: number }

/** What is kept of a body until it is read. */
export const kept = (text: string): Body => text.length > largest ? { length: text.length } : text

/** What stands for a value that is not shown. */
const hidden = (value: unknown) => `(${value === null ? "null" : typeof value})`

const cut = (text: string) => text.length > longest ? `${text.slice(0, longest)}…` : text

const nameOf = (key: string) =>
  shown.secrets.has(key) || shown.members.has(key) || shown.containers.has(key) ? key : "(name)"

/** As it is, or form-encoded. Whoever takes id and secret for one another sends a secret in its place. */
const isClientId = (text: string) => /^mdb(?:_|%5f)sa(?:_|%5f)id(?:_|%5f)/i.test(text)

export const make = (labels: Labels) => {
  const label = (kind: string, secret: string, found: Found) => {
    const name = labels.of(kind, secret)
    found.add(name)
    return name
  }

  const leaf = (value: Json, name: string, isOpaque: boolean, found: Found): Json => {
    const kind = shown.secrets.get(name)
    if (typeof value !== "string") {
      return kind === undefined && !isOpaque && shown.members.has(name)
        ? value
        : hidden(value)
    }
    if (kind !== undefined) return label(kind, value, found)
    const known = labels.known(value)
    if (known !== undefined) found.add(known)
    return known ?? (!isOpaque && shown.members.has(name) ? cut(value) : hidden(value))
  }

  const json = (value: Json, name: string, isOpaque: boolean, found: Found): Json => {
    if (Array.isArray(value)) return value.map((item: Json) => json(item, name, isOpaque, found))
    if (typeof value !== "object" || value === null) return leaf(value, name, isOpaque, found)
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [nameOf(key), json(member, key, isOpaque, found)])
    )
  }

  return {
    /** A body that is no JSON and no form is told by its size. */
    body: (text: Body, contentType: string | undefined, path: string, found: Found): Json | undefined => {
      if (text === "") return undefined
      if (typeof text !== "string") return `(${text.length} characters)`
      const value = contentType?.startsWith("application/x-www-form-urlencoded") === true
        ? Option.some<Json>(Object.fromEntries(new URLSearchParams(text)))
        : decodeJson(text)
      return Option.match(value, {
        onNone: () => `(${text.length} characters)`,
        onSome: (value) => json(value, "", shown.isOpaque(path), found)
      })
    },

    headers: (fields: Readonly<Record<string, string>>, found: Found): Record<string, string> =>
      Object.fromEntries(
        Object.entries(fields).map(([name, value]) => {
          if (name === "authorization") {
            const [, scheme = "", credentials = ""] = /^(\S+) *(.*)$/s.exec(value) ?? []
            if (/^bearer$/i.test(scheme)) return [name, `${scheme} ${label("access", credentials, found)}`]
            if (!/^basic$/i.test(scheme)) return [name, hidden(value)]
            const [id = "", ...secret] = Buffer.from(credentials, "base64").toString().split(":")
            const shownId = isClientId(id) ? cut(id) : hidden(id)
            return [name, `${scheme} ${shownId}:${label("client-secret", secret.join(":"), found)}`]
          }
          return [name, shown.headers.has(name) ? cut(value) : hidden(value)]
        })
      ),

    /** Segments of a path are names and ids; what is longer than these is hidden. */
    url: (url: string, found: Found): string => {
      const [path = "", query] = url.split("?", 2)
      const segments = path.split("/").map((segment) =>
        labels.known(segment) ?? (segment.length > 40 ? hidden(segment) : segment)
      )
      if (query === undefined) return segments.join("/")
      const parameters = [...new URLSearchParams(query)].map(([name, value]) => {
        const kind = shown.secrets.get(name)
        if (kind !== undefined) return `${name}=${label(kind, value, found)}`
        if (shown.parameters.has(name)) return `${name}=${cut(value)}`
        return `${shown.parameterNames.has(name) ? name : "(name)"}=${hidden(value)}`
      })
      return `${segments.join("/")}?${parameters.join("&")}`
    }
  }
}
