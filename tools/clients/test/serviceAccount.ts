/** A service account's token, put to use. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"

export const { clientId, clientSecret } = DefaultSeed.serviceAccount

/** The status of a request with that token. */
export const use = async (url: string, token: string) => {
  const headers = { accept: "application/vnd.atlas.2025-03-12+json", authorization: `Bearer ${token}` }
  return (await fetch(`${url}/api/atlas/v2/groups`, { headers })).status
}

export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => undefined, (error: unknown) => error)
