/** Token sources as people write them. */
import type { TokenSource } from "@atlas-bearer/core/TokenSource"

/** Gives `t1`, and the next number after each refusal. Counts its renewals. */
export const counting = (origin?: string) => {
  let token: string | undefined = "t1"
  let renewals = 0
  const source: TokenSource = {
    ...(origin !== undefined && { origin }),
    getAccessToken: async () => token ??= `t${1 + ++renewals}`,
    invalidate: (refused) => {
      if (refused === token) token = undefined
    }
  }
  return {
    source,
    get renewals() {
      return renewals
    }
  }
}

/** The same token for ever. */
export const fixed = (token: string, origin?: string): TokenSource => ({
  ...(origin !== undefined && { origin }),
  getAccessToken: async () => token,
  invalidate: () => {}
})

/** What a promise rejects with. */
export const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => "fulfilled", (error: unknown) => error)
