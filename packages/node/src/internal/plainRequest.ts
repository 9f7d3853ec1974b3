/** Tells the requests that most programs send, and that we send ourselves, from those that are left to the global `fetch`. */
import type { Outgoing } from "./exchange.ts"

export type Plain = Omit<Outgoing, "url"> & { readonly redirect: "follow" | "manual" | "error" }

const methods = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"])
const known = new Set(["body", "duplex", "headers", "keepalive", "method", "redirect", "signal"])

/** As the standard does: `patch` stays what it is. */
const normalMethods = new Set(["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"])
const methodOf = ({ method = "GET" }: RequestInit): string => {
  const upper = method.toUpperCase()
  return normalMethods.has(upper) ? upper : method
}

type Content = { readonly body: Outgoing["body"]; readonly type?: string }

/** A copy: what the caller does to it later is not sent. Nothing for what is no value that can be sent again at once. */
const contentOf = (body: RequestInit["body"]): Content | undefined => {
  if (body === null || body === undefined) return { body: null }
  if (typeof body === "string") return { body, type: "text/plain;charset=UTF-8" }
  if (body instanceof URLSearchParams) {
    return { body: body.toString(), type: "application/x-www-form-urlencoded;charset=UTF-8" }
  }
  if (body instanceof ArrayBuffer) return { body: new Uint8Array(body.slice()) }
  return ArrayBuffer.isView(body)
    ? { body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice() }
    : undefined
}

const fieldName = /^[!#$%&'*+\-.^_`|~\w]+$/

/** Throws a `TypeError` that names the field and does not show what it says: it may be a secret. */
export const fieldsOf = (init: RequestInit["headers"]): Record<string, string> => {
  if (init === undefined) return {}
  const headers = new Headers()
  const fields: Iterable<unknown> = Symbol.iterator in init ? init : Object.entries(init)
  for (const field of fields) {
    const [name, value, ...more] = Array.isArray(field) ? field : []
    try {
      if (value === undefined || more.length > 0) throw new TypeError("no pair of name and value")
      headers.append(name, value)
    } catch {
      const isName = typeof name === "string" && fieldName.test(name)
      // The cause would show the value.
      throw new TypeError(
        isName ? `The header field ${name} has an invalid value.` : "A header field has an invalid name."
      )
    }
  }
  return Object.fromEntries(headers)
}

/** Adds what `fetch` adds. Nothing for a request with options that only the global `fetch` knows. */
export const plainRequest = (
  url: URL,
  init: RequestInit,
  fields: Readonly<Record<string, string>>
): Plain | undefined => {
  const method = methodOf(init)
  const content = contentOf(init.body)
  const { redirect = "follow", signal } = init
  const isPlain = methods.has(method) && content !== undefined && url.username === "" && url.password === "" &&
    (content.body === null || (method !== "GET" && method !== "HEAD")) &&
    (redirect === "follow" || redirect === "manual" || redirect === "error") &&
    (signal === undefined || signal === null || signal instanceof AbortSignal) &&
    Object.entries(init).every(([name, value]) => known.has(name) || value === undefined)
  if (!isPlain) return undefined
  const codings = url.protocol === "https:" ? "br, gzip, deflate" : "gzip, deflate"
  const headers = {
    accept: "*/*",
    "user-agent": "node",
    // RFC 9110 section 14.2: a range counts the bytes as they are sent.
    "accept-encoding": "range" in fields ? "identity" : codings,
    ...(content.type !== undefined && { "content-type": content.type }),
    ...fields
  }
  return { method, redirect, body: content.body, headers }
}
