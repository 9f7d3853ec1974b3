/** The routes of a session router. */
import type { IncomingMessage } from "node:http"

export type Route =
  | { readonly _tag: "LogIn"; readonly provider: string }
  | { readonly _tag: "Refresh" }
  | { readonly _tag: "LogOut" }
  | { readonly _tag: "Me" }

/** The path is one of them, the method is not. */
export interface WrongMethod {
  readonly _tag: "WrongMethod"
  readonly allow: string
}

const wrong = (allow: string): WrongMethod => ({ _tag: "WrongMethod", allow })

const posted: Readonly<Record<string, Route>> = {
  "/refresh": { _tag: "Refresh" },
  "/logout": { _tag: "LogOut" }
}

/** What does not decode is the name of no provider. */
const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Scheme and authority of a request whose target is a whole URL, which every server must take (RFC 9112 section 3.2.2). */
const authority = /^https?:\/\/[^/?]*/i

/** `undefined` for what belongs to somebody else. `url` is relative to where the router is mounted. */
export const routeOf = ({ method = "", url = "" }: IncomingMessage): Route | WrongMethod | undefined => {
  if (method === "OPTIONS") return undefined
  const path = (url.replace(authority, "").split("?", 1)[0] ?? "").replace(/\/$/, "")
  const isPost = method === "POST"
  if (path === "/me") return method === "GET" || method === "HEAD" ? { _tag: "Me" } : wrong("GET, HEAD")
  if (Object.hasOwn(posted, path)) return isPost ? posted[path] : wrong("POST")
  const provider = /^\/login\/([^/]+)$/.exec(path)?.[1]
  if (provider === undefined) return undefined
  return isPost ? { _tag: "LogIn", provider: decode(provider) } : wrong("POST")
}
