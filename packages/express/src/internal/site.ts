/** From where a browser sends a request: the defence against forged ones (CSRF). */
import type { IncomingMessage } from "node:http"

/** As Express extends it. */
export interface Incoming extends IncomingMessage {
  /** By `trust proxy` what the proxy says. */
  readonly protocol?: string
  readonly app?: { readonly get: (setting: string) => unknown }
}

const first = (field: string | ReadonlyArray<string> | undefined): string | undefined =>
  (typeof field === "string" ? field : field?.[0])?.split(",")[0]?.trim()

/** Express 4 has no `request.host` with the port, so this asks the same function that Express does. */
const hostOf = ({ app, headers, socket }: Incoming): string | undefined => {
  const trusts = app?.get("trust proxy fn")
  const forwarded = first(headers["x-forwarded-host"])
  const isTrusted = forwarded !== undefined && typeof trusts === "function" && trusts(socket.remoteAddress, 0) === true
  return isTrusted ? forwarded : headers.host
}

const originFrom = (text: string): URL | undefined => URL.parse(text) ?? undefined

/** The origin that the client sees, as far as this server can know it. */
export const ownOrigin = (request: Incoming): URL | undefined => {
  const host = hostOf(request)
  return host === undefined ? undefined : originFrom(`${request.protocol ?? "http"}://${host}`)
}

/** The origin that the browser names; `undefined` when there is none, or it is none (`null`). */
export const namedOrigin = ({ headers }: Incoming): URL | undefined =>
  headers.origin === undefined ? undefined : originFrom(headers.origin)

/**
 * Whether the request comes from a page of this origin. `Sec-Fetch-Site` decides, which scripts cannot set and no proxy
 * confuses; without it, `Origin`. `undefined` when there is neither: no browser of today sends such a request, except to read.
 */
export const isSameOrigin = (request: Incoming): boolean | undefined => {
  const site = request.headers["sec-fetch-site"]
  if (site !== undefined) return site === "same-origin"
  if (request.headers.origin === undefined) return undefined
  const named = namedOrigin(request)
  return named !== undefined && named.origin === ownOrigin(request)?.origin
}
