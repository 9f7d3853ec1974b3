/** Ours, as a service account. */
import { ServiceAccount } from "@atlas-bearer/node"
import type { Peer } from "../Peer.ts"

export const account = (baseUrl: string) =>
  ServiceAccount.make({ clientId: "mdb_sa_id_0123456789abcdef01234567", clientSecret: "s", baseUrl })

export const atlasBearer: Peer = {
  name: "atlas-bearer account.fetch",
  make: (baseUrl) => {
    const client = account(baseUrl)
    return {
      get: async () => {
        const response = await client.fetch("/x")
        if (!response.ok) throw new Error(`${response.status}`)
        return response.json()
      },
      close: () => client[Symbol.asyncDispose]()
    }
  }
}
