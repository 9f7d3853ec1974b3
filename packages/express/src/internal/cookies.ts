/** The `Cookie` field (RFC 6265 section 5.4). */
import type { IncomingMessage } from "node:http"

/** The values of all cookies of this name: one of another path or domain can come along. */
export const valuesOf = (request: IncomingMessage, name: string): ReadonlyArray<string> => {
  const field = request.headers.cookie
  if (field === undefined) return []
  return field.split(";").flatMap((pair) => {
    const at = pair.indexOf("=")
    if (at < 0 || pair.slice(0, at).trim() !== name) return []
    const value = pair.slice(at + 1).trim()
    return [value.startsWith("\"") && value.endsWith("\"") && value.length > 1 ? value.slice(1, -1) : value]
  })
}

/** A name as RFC 6265 section 4.1.1 has it: a token of RFC 9110 section 5.6.2. */
export const isName = (name: unknown): name is string =>
  typeof name === "string" && /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/.test(name)
