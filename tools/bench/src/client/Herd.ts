/** Many callers at once who have no token, or whose token is refused one after the other. */
import { setTimeout } from "node:timers/promises"
import type { Peer } from "./Peer.ts"
import type { ServerProcess } from "./ServerProcess.ts"

export interface Herd {
  readonly renewals: number
  readonly failed: number
}

const all = async (get: () => Promise<unknown>, callers: number) => {
  const results = await Promise.allSettled(Array.from({ length: callers }, () => get()))
  return results.filter(({ status }) => status === "rejected").length
}

export const cold = async (server: ServerProcess, { make }: Peer): Promise<Herd> => {
  await server.ask({ _tag: "begin", isSingleUse: false })
  const client = make(server.url)
  const failed = await all(client.get, 1000)
  const { tokenRequests } = await server.ask({ _tag: "count" })
  await client.close()
  return { renewals: tokenRequests, failed }
}

/** Their 401s arrive within 400 ms. */
export const late = async (server: ServerProcess, { make }: Peer, isSingleUse: boolean): Promise<Herd> => {
  await server.ask({ _tag: "begin", isSingleUse })
  const client = make(server.url)
  await client.get()
  // A token that is refused as soon as it is issued is another matter.
  await setTimeout(1100)
  await server.ask({ _tag: "expire" })
  const failed = await all(client.get, 200)
  const { tokenRequests } = await server.ask({ _tag: "count" })
  await client.close()
  return { renewals: tokenRequests, failed }
}
