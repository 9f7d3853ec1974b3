/** `fetch` with a bearer token for the origins that may see it, on the schedule, and one replay after a refused token. */
import type { CallOptions, TokenSource } from "@atlas-bearer/core/TokenSource"

/** As of the global `fetch`, and the limits of the call. */
export interface FetchOptions extends RequestInit, Omit<CallOptions, "signal"> {
  /** May it be sent again when it is not clear whether the server saw it? By default as its method says. */
  readonly idempotent?: boolean | undefined
}

interface Options {
  readonly tokens: Required<TokenSource>
  /** How long a call with these limits may take, in milliseconds. */
  readonly deadlineOf: (call: CallOptions) => number
  /** Relative URLs are of its origin. */
  readonly baseUrl: URL
  /** The token goes to these origins and to no other. */
  readonly origins: ReadonlySet<string>
  /** Does a 401 with this body mean that the token was refused? */
  readonly isRefusal: (body: string) => boolean
}

const toReply = async (response: Response) => ({
  status: response.status,
  headers: response.headers,
  text: response.status === 429 ? await response.clone().text() : undefined,
  value: response
})

/** Takes the token off again, as `fetch` does, when a redirect leads to another origin. */
export const bearerFetch =
  ({ baseUrl, deadlineOf, isRefusal, origins, tokens }: Options) =>
  async (input: string | URL, options: FetchOptions = {}): Promise<Response> => {
    const { deadline, idempotent, maxRetryAfter, retries, ...init } = options
    const url = new URL(input, baseUrl)
    if (!origins.has(url.origin)) return fetch(url, init)
    const endsAt = performance.now() + deadlineOf({ deadline })
    /** The limits of one step: the call has one deadline for its tokens, the request and the replay together. */
    const limits = (): CallOptions => ({
      deadline: Math.max(0, endsAt - performance.now()),
      maxRetryAfter,
      retries,
      signal: init.signal ?? undefined
    })
    const replayable = !(init.body instanceof ReadableStream)
    const send = (token: string) => {
      const headers = new Headers(init.headers)
      headers.set("authorization", `Bearer ${token}`)
      return tokens.schedule(
        { method: (init.method ?? "GET").toUpperCase(), url: url.href, idempotent, replayable, ...limits() },
        async (_attempt, signal) => {
          // The caller's signal ends the body too, which is read after the schedule is through.
          const ends = init.signal ? AbortSignal.any([signal, init.signal]) : signal
          return toReply(await fetch(url, { ...init, headers, signal: ends }))
        }
      )
    }
    const token = await tokens.getAccessToken(limits())
    const response = await send(token)
    if (response.status !== 401 || !replayable || !isRefusal(await response.clone().text())) return response
    await tokens.invalidate(token)
    const replay = await tokens.getAccessToken(limits())
    await response.body?.cancel()
    return send(replay)
  }
