/** The `WWW-Authenticate` field of a resource server (RFC 6750 section 3). */

/** The error codes of RFC 6750 section 3.1. */
export type ErrorCode = "invalid_request" | "invalid_token" | "insufficient_scope"

// RFC 6750 section 3: no quote and no backslash, so nothing needs to be escaped either.
const notInDescription = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g
const longest = 200

/** A text as it may stand in a field: quotes become apostrophes, what else is not allowed a question mark. */
const describe = (text: string): string =>
  text.slice(0, longest).replaceAll("\"", "'").replaceAll(notInDescription, "?")

/** `realm` is a text that `isRealm`. */
export const challenge = (
  realm: string,
  error?: { readonly code: ErrorCode; readonly description: string }
): string => {
  // RFC 9110 section 5.6.4: a quoted string.
  const bearer = `Bearer realm="${realm.replaceAll(/["\\]/g, "\\$&")}"`
  return error === undefined
    ? bearer
    : `${bearer}, error="${error.code}", error_description="${describe(error.description)}"`
}

/** Printable ASCII: whatever else a quoted string may hold, clients do not agree on. */
export const isRealm = (text: unknown): text is string => typeof text === "string" && /^[\x20-\x7e]+$/.test(text)
