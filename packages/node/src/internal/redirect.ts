/** Where a redirect leads and what is sent there (Fetch standard, HTTP-redirect fetch; RFC 9110 section 15.4). */
import { failed, type Outgoing, type Received } from "./exchange.ts"

const redirects = new Set([301, 302, 303, 307, 308])

/** Fields that are about the content, and go with it. */
const ofContent = ["content-encoding", "content-language", "content-length", "content-location", "content-type"]
/** Fields that are for one origin alone. */
const ofOrigin = ["authorization", "cookie", "host", "proxy-authorization"]

const without = (headers: Outgoing["headers"], names: ReadonlyArray<string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))

const locate = (location: string, { url }: Outgoing): URL => {
  const next = URL.parse(location, url)
  if (next === null || !/^https?:$/.test(next.protocol)) throw failed(new Error("the redirect leads nowhere"))
  if (next.username !== "" || next.password !== "") {
    throw failed(new Error("the redirect leads to a URL with credentials"))
  }
  return next
}

/** The request of the next hop, if the reply is a redirect. Another origin gets no credentials, those of the caller neither. */
export const next = (
  { fields: { location }, status }: Received,
  outgoing: Outgoing
): Outgoing | undefined => {
  if (!redirects.has(status) || typeof location !== "string") return undefined
  const url = locate(location, outgoing)
  const { method } = outgoing
  const becomesGet = status === 303 ? method !== "GET" && method !== "HEAD" : status < 303 && method === "POST"
  const dropped = [...(becomesGet ? ofContent : []), ...(url.origin === outgoing.url.origin ? [] : ofOrigin)]
  return {
    url,
    method: becomesGet ? "GET" : method,
    body: becomesGet ? null : outgoing.body,
    headers: dropped.length === 0 ? outgoing.headers : without(outgoing.headers, dropped)
  }
}
