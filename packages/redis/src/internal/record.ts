/** A record, or another value of JSON, as it rests in Redis: as text, or sealed. */
import type { StoredRecord } from "@atlas-bearer/core/PromiseTokenStore"
import type { TextSeal } from "@atlas-bearer/core/TextSeal"
import { RecordUnreadable } from "../RedisError.ts"

/**
 * How much longer than its token a record stays, in milliseconds. Whoever read it just before its end has the time to
 * replace it: that is more than a lease lasts.
 */
const grace = 60_000

/**
 * Milliseconds, by the writer's clock alone; Redis counts them by its own. Nothing for what is of use when its access token
 * has ended: a session, a list of users.
 */
export const lifeOf = ({ accessToken, expiresAt, refreshToken }: StoredRecord): number | undefined => {
  const end = accessToken === undefined || refreshToken !== undefined ? NaN : Date.parse(String(expiresAt))
  return Number.isNaN(end) ? undefined : Math.max(0, end - Date.now()) + grace
}

export const encode = (textSeal: TextSeal | undefined, redisKey: string, record: unknown): Promise<string> => {
  const text = JSON.stringify(record)
  return textSeal === undefined ? Promise.resolve(text) : textSeal.seal(redisKey, text)
}

/** Base64 never begins so. */
const isPlain = (text: string) => text.startsWith("{")

export const decode = async (textSeal: TextSeal | undefined, redisKey: string, text: string): Promise<unknown> => {
  const fail = (reason: RecordUnreadable["reason"]) => new RecordUnreadable({ redisKey, reason })
  if (textSeal && isPlain(text)) throw fail("notSealed")
  const plain = isPlain(text) ? text : await textSeal?.unseal(redisKey, text)
  if (plain === undefined) throw fail("sealed")
  try {
    return JSON.parse(plain)
  } catch {
    throw fail("damaged")
  }
}
