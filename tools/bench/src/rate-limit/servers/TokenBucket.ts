/**
 * A bucket of 10 that gets 5 more every 2 s, in one go, counted from the first request: the algorithm and the replies that
 * Atlas documents, with seconds for minutes. https://www.mongodb.com/docs/atlas/api/api-rate-limit/
 */
import type { Reply, Server, Totals } from "./Server.ts"

const capacity = 10
const refill = 5
const refillSeconds = 2
const refillMillis = refillSeconds * 1000

/** The time that `calls` calls take at best. */
export const optimumMillis = (calls: number) => Math.ceil(Math.max(0, calls - capacity) / refill) * refillMillis

const content = (path: string, retryAfter: number) => ({
  detail: `Rate limit exceeded for ${path}. Please retry after ${retryAfter} seconds. ` +
    `Request capacity: ${capacity}. Refill rate: ${refill} per ${refillSeconds} seconds.`,
  error: 429,
  errorCode: "RATE_LIMITED_TOKEN_BUCKET",
  parameters: [path, retryAfter, capacity, refill, refillSeconds],
  reason: "Too Many Requests"
})

export const make = (): Server<Totals> => {
  let first: number | undefined
  let refills = 0
  let tokens = capacity
  let requests = 0
  let refused = 0
  return {
    seen: () => ({ requests, refused }),
    reply: ({ path }): Reply => {
      const now = performance.now()
      first ??= now
      const due = Math.floor((now - first) / refillMillis)
      tokens = Math.min(capacity, tokens + (due - refills) * refill)
      refills = due
      const accepted = tokens > 0
      if (accepted) tokens--
      else refused++
      requests++
      const fields = { "ratelimit-limit": String(capacity), "ratelimit-remaining": String(tokens) }
      if (accepted) return { status: 200, fields }
      const retryAfter = Math.ceil((first + (refills + 1) * refillMillis - now) / 1000)
      return {
        status: 429,
        fields: { ...fields, "retry-after": String(retryAfter) },
        content: content(path, retryAfter)
      }
    }
  }
}
