/** Ours, as a service account. */
import { ServiceAccount } from "@atlas-bearer/node"
import { type Peer, versionOf } from "../Peer.ts"

export const atlasBearer: Peer = {
  name: "atlas-bearer",
  version: versionOf("@atlas-bearer/node"),
  make: (baseUrl) => {
    const account = ServiceAccount.make({ clientId: "mdb_sa_id_0123456789abcdef01234567", clientSecret: "s", baseUrl })
    const send = async (path: string, init?: RequestInit) => {
      const response = await account.fetch(path, init)
      await response.text()
      return response.status
    }
    return {
      get: (path) => send(path),
      post: (path) => send(path, { method: "POST", body: "{}" }),
      close: () => account[Symbol.asyncDispose]()
    }
  }
}
