/** `fetch` with a bearer token for the origins that may see it, and one replay after a refused token. */
import type { TokenSource } from "@atlas-bearer/core/TokenSource"

interface Options {
  readonly tokens: TokenSource
  /** Relative URLs are resolved against this one. */
  readonly baseUrl: URL
  /** The token goes to these origins and to no other. */
  readonly origins: ReadonlySet<string>
  /** Does a 401 with this body mean that the token was refused? */
  readonly isRefusal: (body: string) => boolean
}

const canBeSentAgain = (init: RequestInit | undefined) => !(init?.body instanceof ReadableStream)

/** Behaves as the global `fetch`, which takes the token off again when it follows a redirect to another origin. */
export const bearerFetch =
  ({ baseUrl, isRefusal, origins, tokens }: Options) =>
  async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input, `${baseUrl.href.replace(/\/$/, "")}/`)
    if (!origins.has(url.origin)) return fetch(url, init)
    const signal = init?.signal ?? undefined
    const send = (token: string) => {
      const headers = new Headers(init?.headers)
      headers.set("authorization", `Bearer ${token}`)
      return fetch(url, { ...init, headers })
    }
    const token = await tokens.getAccessToken({ signal })
    const response = await send(token)
    if (response.status !== 401 || !canBeSentAgain(init) || !isRefusal(await response.clone().text())) return response
    await tokens.invalidate(token)
    const replay = await tokens.getAccessToken({ signal })
    await response.body?.cancel()
    return send(replay)
  }
