/** ky. */
import library from "ky"
import { type Peer, versionOf } from "../Peer.ts"

export const ky: Peer = {
  name: "ky",
  version: versionOf("ky"),
  make: (baseUrl, tries) => {
    const closing = new AbortController()
    // Its time limit of 10 s would end the calls before their tries do.
    const patient = tries === undefined ? {} : { retry: { limit: tries }, timeout: false as const }
    const instance = library.create({ signal: closing.signal, ...patient })
    const url = (path: string) => `${baseUrl}${path}`
    return {
      get: async (path) => (await instance.get(url(path))).status,
      post: async (path) => (await instance.post(url(path), { json: {} })).status,
      close: () => closing.abort()
    }
  }
}
