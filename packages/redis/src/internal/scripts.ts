/** Every step that a store takes in Redis, as one script with one key. Times are Redis' own. */
import { createHash } from "node:crypto"

export interface Script {
  readonly text: string
  readonly sha1: string
}

export const script = (text: string): Script => ({ text, sha1: createHash("sha1").update(text).digest("hex") })

export const get = script("return redis.call('HGET', KEYS[1], 'record')")

/** Expected generation, new generation, record, and its life in milliseconds or nothing. 1 if it was stored. */
export const set = script(`
local current = tonumber(redis.call('HGET', KEYS[1], 'generation') or '0')
if current ~= tonumber(ARGV[1]) or tonumber(ARGV[2]) <= current then return 0 end
redis.call('HSET', KEYS[1], 'generation', ARGV[2], 'record', ARGV[3])
if ARGV[4] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
return 1`)

export const remove = script("return redis.call('DEL', KEYS[1])")

/** Owner and milliseconds. Gives who has the lease now. */
export const acquire = script(`
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return ARGV[1] end
return redis.call('GET', KEYS[1])`)

export const holder = script("return redis.call('GET', KEYS[1])")

/**
 * Owner and channel. Whoever lost the lease ends nobody else's. A user who may not publish ends it all the same: the others
 * notice a little later.
 */
export const release = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.pcall('PUBLISH', ARGV[2], ARGV[1])
return 1`)
