/** The access token that a request presents, and where (RFC 6750 section 2). */
import type { IncomingMessage } from "node:http"
import { valuesOf } from "./cookies.ts"

export interface PresentedToken {
  readonly _tag: "Token"
  /** Of any form: `malformation` looks at that. */
  readonly token: string
  readonly inCookie: boolean
}

export type Presented =
  /** No token, or credentials of another scheme. */
  | { readonly _tag: "None" }
  | PresentedToken
  | { readonly _tag: "Malformed"; readonly description: string }

/** As Express extends it: another middleware may have read the body. */
interface Incoming extends IncomingMessage {
  readonly originalUrl?: string
  readonly body?: unknown
}

const none: Presented = { _tag: "None" }
const malformed = (description: string): Presented => ({ _tag: "Malformed", description })
const twice = malformed("The access token is sent in more than one way.")

// The scheme's case does not matter (RFC 9110 section 11.1).
const bearerScheme = /^bearer(?:[ \t,]|$)/i
// RFC 6750 section 2.1.
const b64token = /^[A-Za-z0-9\-._~+/]+=*$/

// Node keeps the first `Authorization` field and drops the others without a word.
const isRepeated = (rawHeaders: ReadonlyArray<string>): boolean => {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name !== undefined && name.length === 13 && name.toLowerCase() === "authorization") count++
  }
  return count > 1
}

const isInQuery = ({ originalUrl, url = "" }: Incoming): boolean => {
  const target = originalUrl ?? url
  const at = target.indexOf("?")
  return at >= 0 && new URLSearchParams(target.slice(at + 1)).has("access_token")
}

// RFC 6750 section 2.2: in a form. In JSON, a field of this name is the application's own.
const isInForm = ({ body, headers }: Incoming): boolean =>
  typeof body === "object" && body !== null && "access_token" in body &&
  headers["content-type"]?.toLowerCase().startsWith("application/x-www-form-urlencoded") === true

const inField = (field: string): Presented => {
  if (!bearerScheme.test(field)) return none
  let at = "bearer".length
  while (field.startsWith(" ", at)) at++
  return at === field.length
    ? malformed("The Authorization header names no token.")
    : { _tag: "Token", token: field.slice(at), inCookie: false }
}

const inCookie = (request: Incoming, name: string): Presented => {
  const values = valuesOf(request, name)
  if (values.length > 1) return malformed("There is more than one cookie with an access token.")
  const [token = ""] = values
  return token === "" ? none : { _tag: "Token", token, inCookie: true }
}

/** What is wrong with the form of a token, if anything. One that was found valid before need not be asked. */
export const malformation = ({ inCookie, token }: PresentedToken): string | undefined => {
  if (b64token.test(token)) return undefined
  return `The ${inCookie ? "cookie" : "Authorization header"} holds no well-formed bearer token.`
}

/**
 * Looks into the Authorization header, and into `cookie` when there is one. Query and form are no place for a token here;
 * one that is in the header too is refused, since nobody can know which the client means.
 */
export const presentedToken = (request: Incoming, cookie: string | undefined): Presented => {
  if (isRepeated(request.rawHeaders)) return malformed("There is more than one Authorization header.")
  const { authorization } = request.headers
  const first = authorization === undefined ? none : inField(authorization)
  const second = cookie === undefined ? none : inCookie(request, cookie)
  if (first._tag === "Malformed" || second._tag === "None") {
    return first._tag === "Token" && (isInQuery(request) || isInForm(request)) ? twice : first
  }
  if (first._tag !== "None" || isInQuery(request) || isInForm(request)) return twice
  return second
}
