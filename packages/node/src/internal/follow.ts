/** Sends a request and follows where it leads. The token goes with it as long as all hops are of the origin that may see it. */
import type { Dispatcher } from "undici"
import { decoded } from "./decoded.ts"
import { exchange, failed, type Fields, type Outgoing, type Received, type Signals } from "./exchange.ts"
import { FetchedResponse } from "./FetchedResponse.ts"
import type { Plain } from "./plainRequest.ts"
import * as redirect from "./redirect.ts"

const mostRedirects = 20

/** RFC 9110 section 6.4.1. */
const withoutContent = new Set([204, 205, 304])

const pairs = (fields: Fields) =>
  Object.entries(fields).flatMap(([name, value]): Array<[string, string]> =>
    typeof value === "string" ? [[name, value]] : (value ?? []).map((one) => [name, one])
  )

const toResponse = ({ content, fields, status, statusText }: Received, { method, url }: Outgoing, hops: number) => {
  const isEmpty = method === "HEAD" || withoutContent.has(status)
  if (isEmpty) content.discard()
  const body = isEmpty ? null : decoded(content.take(), fields["content-encoding"])
  const source = { url: url.href.replace(/#.*/, ""), redirected: hops > 0 }
  return new FetchedResponse(body, { status, statusText, headers: pairs(fields) }, source)
}

export const follow = async (
  dispatcher: Dispatcher,
  start: URL,
  plain: Plain,
  bearer: { readonly token: string; readonly origin: string },
  signals: Signals
): Promise<Response> => {
  const { redirect: mode, ...request } = plain
  let outgoing: Outgoing = { ...request, url: start }
  let mayHaveToken = true
  for (let hops = 0;; hops++) {
    // A token does not come back once another origin chose the way.
    mayHaveToken &&= bearer.origin === outgoing.url.origin
    const headers = mayHaveToken
      ? { ...outgoing.headers, authorization: `Bearer ${bearer.token}` }
      : outgoing.headers
    const received = await exchange(dispatcher, { ...outgoing, headers }, signals)
    const next = mode === "manual" ? undefined : redirect.next(received, outgoing)
    if (next === undefined) return toResponse(received, outgoing, hops)
    received.content.discard()
    if (mode === "error") throw failed(new Error("unexpected redirect"))
    if (hops === mostRedirects) throw failed(new Error("redirect count exceeded"))
    outgoing = next
  }
}
