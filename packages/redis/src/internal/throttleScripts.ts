/** What a fleet tells of limits, and what it may still send: each step one script with one key. Times are Redis' own. */
import { script } from "./scripts.ts"

/** Whose limit, wait in milliseconds, limit and bucket as JSON, who tells, and how long it matters. Gives the entry's id. */
export const tell = script(`
local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', '10000', '*', 'of', ARGV[1], 'wait', ARGV[2], 'more', ARGV[3], 'by', ARGV[4])
redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[5])))
redis.pcall('PUBLISH', KEYS[1], id)
return id`)

/** From where to read, and how many at most. Gives the time in milliseconds, and the entries. */
export const hear = script(`
local time = redis.call('TIME')
local entries = redis.call('XRANGE', KEYS[1], ARGV[1], '+', 'COUNT', ARGV[2])
return {string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)), entries}`)

/**
 * A sliding log, in microseconds: a request stands there with the time of its reply, for whoever limits counted it before that.
 * As long as there is none, it stands there with a time to come, and nobody can have its place before a window from now.
 *
 * Request, count, window, how long a request may have no reply, and the log's life in milliseconds. Gives 0, or how many
 * milliseconds to wait.
 */
export const admit = script(`
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local count, window = tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
local sent = redis.call('ZCARD', KEYS[1])
if sent < count then
  redis.call('ZADD', KEYS[1], string.format('%.0f', now + tonumber(ARGV[4])), ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return 0
end
local next = redis.call('ZRANGE', KEYS[1], sent - count, sent - count, 'WITHSCORES')
return math.max(1, math.ceil((math.min(tonumber(next[2]), now) + window - now) / 1000))`)

/** Request. */
export const settle = script(`
local time = redis.call('TIME')
return redis.call('ZADD', KEYS[1], 'XX', 'CH', string.format('%.0f', time[1] * 1000000 + time[2]), ARGV[1])`)

/** Request. 1 if it was there. */
export const cancel = script("return redis.call('ZREM', KEYS[1], ARGV[1])")
