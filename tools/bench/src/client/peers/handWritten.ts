/** What people write around `fetch`: a token that is renewed when it is refused, by everybody or by one for all. */
import type { Client, Peer } from "../Peer.ts"

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

/** `share` makes the callers of a renewal that is under way wait for the same one. */
const client = (baseUrl: string, share: (renew: () => Promise<string>) => () => Promise<string>): Client => {
  let refreshToken = "r0"
  let token: string | undefined
  const renew = share(async () => {
    const response = await fetch(`${baseUrl}/api/oauth/token?refresh_token=${refreshToken}`, { method: "POST" })
    if (!response.ok) throw new Error("the refresh token is not good any more")
    const tokens = await response.json() as Tokens
    refreshToken = tokens.refresh_token
    token = tokens.access_token
    return token
  })
  const send = (bearer: string) => fetch(`${baseUrl}/x`, { headers: { authorization: `Bearer ${bearer}` } })
  return {
    get: async () => {
      const response = await send(token ?? await renew())
      const last = response.status === 401 ? await send(await renew()) : response
      if (!last.ok) throw new Error(`${last.status}`)
      return last.json()
    },
    close: () => undefined
  }
}

const oneAtATime = (renew: () => Promise<string>) => {
  let underWay: Promise<string> | undefined
  return () =>
    underWay ??= renew().finally(() => {
      underWay = undefined
    })
}

export const naive: Peer = {
  name: "fetch, renewed on every 401",
  make: (baseUrl) => client(baseUrl, (renew) => renew)
}

/** As google-auth-library does. */
export const shared: Peer = {
  name: "fetch, one renewal at a time (as google-auth-library)",
  make: (baseUrl) => client(baseUrl, oneAtATime)
}
