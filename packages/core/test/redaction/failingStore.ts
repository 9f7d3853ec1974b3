/** A store that works at times, and else fails or has something else: without a word of what it was given. */
import * as PromiseTokenStore from "@atlas-bearer/core/PromiseTokenStore"
import type { TokenStore } from "@atlas-bearer/core/TokenStore"
import type { Secrets } from "./Secrets.ts"

export const failingStore = ({ pick, random, token }: Secrets): TokenStore["Service"] => {
  const records = new Map<string, unknown>()
  const mayFail = () => {
    if (random() < 0.3) throw new Error("the store is away")
  }
  return PromiseTokenStore.toTokenStore({
    get: async (key) => {
      mayFail()
      const garbled = { generation: pick([1, "1"]), accessToken: token(), refreshToken: [token()], expiresAt: token() }
      return pick([() => records.get(key), () => records.get(key), () => garbled, token])()
    },
    set: async (key, record) => {
      mayFail()
      records.set(key, record)
      return random() < 0.7
    },
    remove: async (key) => {
      mayFail()
      records.delete(key)
    },
    withLease: async (_key, _ttl, run) => {
      mayFail()
      if (random() < 0.1) return false
      await run()
      return true
    }
  })
}
