/** Our emulator, without limit and quota: with its journal as it is by default, and without. */
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import type { Options } from "@atlas-bearer/emulator/Options"
import type { TokenServer } from "../TokenServer.ts"

const unlimited = { tokenRateLimit: "off", tokenQuota: "off" } as const
const start = async (options: Options) => {
  const { url } = await Emulator.start({ ...unlimited, ...options })
  return `${url}/api/oauth/token`
}

export const atlasBearer: TokenServer = { name: "atlas-bearer-emulator", start: () => start({}) }

export const withoutJournal: TokenServer = {
  name: "atlas-bearer-emulator, no journal",
  start: () => start({ journal: 0 })
}
