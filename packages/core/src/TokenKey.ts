/** Under which keys tokens are stored. Parts are percent-encoded, so that a `:` in one makes no other key. */

/** A lone surrogate has no percent-encoding. */
const keyOf = (kind: string, ...parts: ReadonlyArray<string>): string =>
  [kind, ...parts.map((part) => encodeURIComponent(part.toWellFormed()))].join(":")

/** Tokens of a service account. */
export const serviceAccount = (origin: string, clientId: string): string => keyOf("sa", origin, clientId)

/** Tokens of one user. `appId` is the client app id. */
export const user = (origin: string, appId: string, userId: string): string => keyOf("user", origin, appId, userId)

/** Who is logged in to an app, and who is current. */
export const users = (origin: string, appId: string): string => keyOf("users", origin, appId)

/** Tokens of an administrator. */
export const admin = (origin: string, publicKey: string): string => keyOf("admin", origin, publicKey)
