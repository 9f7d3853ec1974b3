/** ky with a fixed token. */
import library from "ky"
import { versionOf } from "../../rate-limit/Peer.ts"
import { fields, type Peer } from "../Peer.ts"

export const ky: Peer = {
  name: `ky ${versionOf("ky")}`,
  make: (baseUrl) => {
    const instance = library.create({ headers: fields })
    return { get: () => instance.get(`${baseUrl}/x`).json(), close: () => undefined }
  }
}
