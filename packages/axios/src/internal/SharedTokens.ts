/**
 * The tokens of one source for all instances that it is attached to. A source of the caller's own need not care who asks at the
 * same time: it is asked once, and told once that a token was refused.
 */
import type { TokenSource } from "@atlas-bearer/core/TokenSource"
import { NoAccessToken } from "../BearerError.ts"

export interface SharedTokens {
  readonly current: () => Promise<string>
  /**
   * The token to send instead of `refused`: the current one, or after a renewal when that is the one refused. A request that
   * was sent before a renewal failed has its share in the failure.
   */
  readonly instead: (refused: string, sentAt: number) => Promise<string>
}

/** A question that is not answered for so long is asked again: a source without a timeout must not block everybody. */
const patience = 30_000

/** Axios would send it without what a header field cannot hold, or fail with an error that says nothing of tokens. */
const isToken = /^[!-~]+$/

/** An error with a tag says what to do; any other is wrapped. */
export const tagged = (failure: unknown): Error => {
  if (failure instanceof Error && "_tag" in failure) return failure
  const reason = failure instanceof Error ? failure.message : "the token source failed"
  return new NoAccessToken({ failure, reason })
}

const make = (source: TokenSource): SharedTokens => {
  let asked: { readonly token: Promise<string>; readonly at: number } | undefined
  let renewed:
    | { readonly refused: string; readonly token: Promise<string>; readonly joins: (sentAt: number) => boolean }
    | undefined

  const ask = async () => {
    let token: unknown
    try {
      token = await source.getAccessToken()
    } catch (failure) {
      throw tagged(failure)
    }
    if (typeof token === "string" && isToken.test(token.trim())) return token
    throw new NoAccessToken({ reason: "getAccessToken resolved to none that fits behind Bearer" })
  }
  const current = () => {
    const now = performance.now()
    if (asked !== undefined && now - asked.at < patience) return asked.token
    const asking = { at: now, token: ask() }
    const settled = () => {
      if (asked === asking) asked = undefined
    }
    asking.token.then(settled, settled)
    asked = asking
    return asking.token
  }
  const renew = async (refused: string) => {
    const known = await current()
    if (known !== refused) return known
    try {
      await source.invalidate(refused)
    } catch (failure) {
      throw tagged(failure)
    }
    const next = await current()
    // The answer may be to a question from before.
    return next === refused ? current() : next
  }
  return {
    current,
    instead: (refused, sentAt) => {
      if (renewed?.refused === refused && renewed.joins(sentAt)) return renewed.token
      const startedAt = performance.now()
      let failedAt = Infinity
      const token = renew(refused)
      const renewing = {
        refused,
        token,
        joins: (sentAt: number) => failedAt === Infinity ? performance.now() - startedAt < patience : sentAt < failedAt
      }
      token.then(
        () => {
          if (renewed === renewing) renewed = undefined
        },
        () => {
          failedAt = performance.now()
        }
      )
      renewed = renewing
      return token
    }
  }
}

const known = new WeakMap<TokenSource, SharedTokens>()

export const of = (source: TokenSource): SharedTokens => {
  const found = known.get(source) ?? make(source)
  known.set(source, found)
  return found
}
