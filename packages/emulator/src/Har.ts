/** The journal as an HTTP archive (HAR 1.2), which the network panel of a browser opens. */
import type { Entry } from "./Journal.ts"

interface Pair {
  readonly name: string
  readonly value: string
}

interface Body {
  readonly mimeType: string
  readonly text: string
}

export interface Har {
  readonly log: {
    readonly version: "1.2"
    readonly creator: { readonly name: string; readonly version: string }
    readonly entries: ReadonlyArray<unknown>
  }
}

const pairs = (fields: Readonly<Record<string, string>>): ReadonlyArray<Pair> =>
  Object.entries(fields).map(([name, value]) => ({ name, value }))

const textOf = (body: unknown) => body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)

const bodyOf = (headers: Readonly<Record<string, string>>, body: unknown): Body => ({
  mimeType: headers["content-type"] ?? "",
  text: textOf(body)
})

// A request without a reply has status 0, as browsers write it.
const response = ({ reply }: Entry) => {
  const { body, headers = {}, status = 0 } = reply ?? {}
  const content = bodyOf(headers, body)
  return {
    status,
    statusText: "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(headers),
    content: { ...content, size: content.text.length },
    redirectURL: headers["location"] ?? "",
    headersSize: -1,
    bodySize: -1
  }
}

const archived = (url: string, entry: Entry) => {
  const { at, body, headers, id, method, milliseconds } = entry
  const target = new URL(entry.url, url)
  return {
    startedDateTime: new Date(at).toISOString(),
    time: milliseconds ?? 0,
    request: {
      method,
      url: target.href,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: pairs(headers),
      queryString: [...target.searchParams].map(([name, value]) => ({ name, value })),
      ...(body === undefined ? {} : { postData: bodyOf(headers, body) }),
      headersSize: -1,
      bodySize: -1
    },
    response: response(entry),
    cache: {},
    timings: { send: 0, wait: milliseconds ?? 0, receive: 0 },
    _id: id,
    _faults: entry.faults,
    _tokens: entry.tokens
  }
}

/** `url` is where the emulator listens. */
export const make = (url: string, entries: ReadonlyArray<Entry>): Har => ({
  log: {
    version: "1.2",
    creator: { name: "@atlas-bearer/emulator", version: "1" },
    entries: entries.map((entry) => archived(url, entry))
  }
})
