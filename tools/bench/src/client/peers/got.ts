/** got with a fixed token. */
import library from "got"
import { versionOf } from "../../rate-limit/Peer.ts"
import { fields, type Peer } from "../Peer.ts"

export const got: Peer = {
  name: `got ${versionOf("got")}`,
  make: (baseUrl) => {
    const instance = library.extend({ prefixUrl: baseUrl, headers: fields })
    return { get: () => instance.get("x").json(), close: () => undefined }
  }
}
