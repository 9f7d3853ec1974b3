/** axios with a fixed token, once as it is and once with connections that are kept. */
import { create } from "axios"
import { Agent } from "node:http"
import { versionOf } from "../../rate-limit/Peer.ts"
import { fields, type Peer } from "../Peer.ts"

export const axios: Peer = {
  name: `axios ${versionOf("axios")}`,
  make: (baseURL) => {
    const instance = create({ baseURL, headers: fields })
    return { get: async () => (await instance.get("/x")).data, close: () => undefined }
  }
}

export const axiosUnlimited: Peer = {
  name: `axios ${versionOf("axios")}, Agent of its own`,
  make: (baseURL) => {
    const httpAgent = new Agent({ keepAlive: true })
    const instance = create({ baseURL, headers: fields, httpAgent })
    return { get: async () => (await instance.get("/x")).data, close: () => httpAgent.destroy() }
  }
}
