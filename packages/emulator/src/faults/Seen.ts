/** What a request shows to the rules. */
import type { Fault } from "../Fault.ts"

export interface Seen {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** The client app id. */
  readonly app: string | undefined
  /** Client id of a service account, address, `User-Agent`: as far as they are known. */
  readonly client: ReadonlyArray<string>
  readonly hasAccessToken: boolean
}

const patterns = new Map<string, RegExp>()
const compiled = (pattern: string) => {
  const expression = patterns.get(pattern) ??
    new RegExp(`^${pattern.split("*").map((text) => text.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&")).join(".*")}$`, "s")
  // Rules are few; a client that arms ever new ones must not fill the memory.
  if (patterns.size > 1_000) patterns.clear()
  patterns.set(pattern, expression)
  return expression
}

const matches = (pattern: string | undefined, ...texts: ReadonlyArray<string | undefined>) =>
  pattern === undefined || texts.some((text) => text !== undefined && compiled(pattern).test(text))

/** Whether the rule speaks of the request. */
export const fits = ({ action, match }: Fault, { app, client, hasAccessToken, method, path }: Seen): boolean =>
  (action.type !== "accessRefused" || hasAccessToken) &&
  matches(match?.method?.toUpperCase(), method) &&
  matches(match?.path, path) &&
  matches(match?.app, app) &&
  matches(match?.client, ...client)
