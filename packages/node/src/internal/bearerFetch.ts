/** `fetch` with a bearer token for the origins that may see it, on the schedule, and one replay after a refused token. */
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Exit from "effect/Exit"
import type * as Following from "./follow.ts"
import { fieldsOf, plainRequest } from "./plainRequest.ts"
import type { Connections } from "./Runner.ts"
import { attemptWithin } from "./sendAtOnce.ts"

/** As of the global `fetch`, and the limits of the call. */
export interface FetchOptions extends RequestInit, Omit<CallOptions, "signal"> {
  /** May it be sent again when it is not clear whether the server saw it? By default as its method says. */
  readonly idempotent?: boolean | undefined
}

interface Options {
  readonly tokens: Required<TokenSource>
  readonly connections: Connections
  /** Begins a call with these limits, and tells how many milliseconds it has left. */
  readonly begin: (call: CallOptions) => () => number
  /** Relative URLs are of its origin, and the token goes to no other. */
  readonly baseUrl: (limits: CallOptions) => URL | Promise<URL>
  /** Header fields of requests for this origin that give none of that name, which is in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** With the first request: its `Response` makes Node load what the global `fetch` is, which a token alone does not need. */
let following: typeof Following | undefined

/** The token has been taken off again, as `fetch` does, when a redirect led to another origin. */
const isFrom = (origin: string, { redirected, url }: Response) => !redirected || new URL(url).origin === origin

/** The global `fetch` but for the deadline: it goes by no schedule of ours. */
const fetchElsewhere = async (url: URL, init: RequestInit, deadline: Duration.Duration): Promise<Response> => {
  const signals = init.signal ? [init.signal] : []
  const exit = await attemptWithin(
    deadline,
    init.signal ?? undefined,
    async (signal) => fetch(url, { ...init, signal: AbortSignal.any([signal, ...signals]) })
  )
  if (Exit.isSuccess(exit)) return exit.value
  throw Cause.squash(exit.cause)
}

/** A `Request`, whose text is no URL, would be another request: to a path that is not its own, without its method and body. */
const urlOf = (input: string | URL, baseUrl: string): URL => {
  const text = String(input)
  if (text.startsWith("[object ")) throw new TypeError("fetch takes a URL, and the rest of a Request as options.")
  return new URL(text, baseUrl)
}

export const bearerFetch =
  ({ baseUrl, begin, connections, headers: defaults = {}, tokens }: Options) =>
  async (input: string | URL, options?: FetchOptions): Promise<Response> => {
    const { deadline, idempotent, maxRetryAfter, retries, ...init } = options ?? {}
    const left = begin({ deadline, signal: init.signal ?? undefined })
    /** The limits of one step: all steps of the call have one deadline together. */
    const limits = (): CallOptions => ({ deadline: left(), maxRetryAfter, retries, signal: init.signal ?? undefined })
    const { href, origin } = await baseUrl(limits())
    const url = urlOf(input, href)
    if (url.origin !== origin) return fetchElsewhere(url, init, Duration.millis(left()))
    const fields = { ...defaults, ...fieldsOf(init.headers) }
    const plain = plainRequest(url, init, fields)
    const replayable = !(init.body instanceof ReadableStream)
    /** Its content says what is to be done: it is read before the call goes on, within its limits. */
    const isRefusing = (status: number) => status === 429 || (status === 401 && replayable)
    const request = { method: (init.method ?? "GET").toUpperCase(), url: url.href, idempotent, replayable }

    const attempt = async (token: string, signal: AbortSignal): Promise<Response> => {
      // The caller's signal ends the content too, of which most is read after the schedule is through.
      const caller = init.signal ?? undefined
      const content = (status: number) => isRefusing(status) ? signal : caller
      if (plain !== undefined) {
        const pool = connections.current() ?? (await connections.open())
        following ??= await import("./follow.ts")
        return following.follow(pool, url, plain, { token, origin }, { header: signal, content })
      }
      const headers = { ...fields, authorization: `Bearer ${token}` }
      return fetch(url, { ...init, headers, signal: caller ? AbortSignal.any([signal, caller]) : signal })
    }

    const send = (token: string) => {
      let last: Response | undefined
      return tokens.schedule({ ...request, ...limits() }, async (_attempt, signal) => {
        // Its connection is free again, if it can be.
        if (last?.bodyUsed === false) void last.body?.cancel()
        last = await attempt(token, signal)
        const { headers, status } = last
        const text = isRefusing(status) ? await last.clone().text() : undefined
        return { status, headers, text, value: { response: last, text } }
      })
    }

    const token = await tokens.getAccessToken(limits())
    const { response, text = "" } = await send(token)
    const isRefused = response.status === 401 && replayable && isFrom(origin, response)
    if (!isRefused || !tokens.isRefusal(text)) return response
    await tokens.invalidate(token)
    const replay = await tokens.getAccessToken(limits())
    await response.body?.cancel()
    return (await send(replay)).response
  }
