/** From which addresses service accounts may be used. An empty list lets everybody in. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import { BlockList, isIP } from "node:net"

/** What is checked: the use of a token, or its issue and revocation (`mint`). The vendor's pages say both. */
export type Checked = "use" | "mint" | "both"

/** An IPv4 client of a server that listens on `::` has an address such as `::ffff:127.0.0.1`. */
export const plain = (ip: string): string => ip.replace(/^::ffff:(?=\d+\.)/i, "")

const familyOf = (ip: string) => isIP(ip) === 6 ? "ipv6" : "ipv4"

/** Addresses and CIDR blocks such as `10.0.0.0/8`. */
export const parse = (entries: ReadonlyArray<string>): Result.Result<BlockList, InvalidOption> => {
  const list = new BlockList()
  for (const entry of entries) {
    const [, address = "", length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
    const bits = isIP(address) === 6 ? 128 : 32
    if (isIP(address) === 0 || Number(length ?? 0) > bits) {
      return Result.fail(
        new InvalidOption({
          option: "ipAccessList",
          reason: `must hold addresses and CIDR blocks such as 10.0.0.0/8, not ${JSON.stringify(entry)}`
        })
      )
    }
    list.addSubnet(address, Number(length ?? bits), familyOf(address))
  }
  return Result.succeed(list)
}

export class AccessList extends Context.Service<AccessList, {
  readonly allows: (ip: string, action: "use" | "mint") => boolean
}>()("@atlas-bearer/emulator/AccessList") {
  static readonly layer = ({ checked, list }: { readonly checked: Checked; readonly list: BlockList }) =>
    Layer.sync(AccessList, () => {
      const isOpen = list.rules.length === 0
      return {
        allows: (ip, action) => {
          if (isOpen || (checked !== "both" && checked !== action)) return true
          const address = plain(ip)
          return isIP(address) !== 0 && list.check(address, familyOf(address))
        }
      }
    })
}
