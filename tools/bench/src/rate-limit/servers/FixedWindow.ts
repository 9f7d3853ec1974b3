/** Allows 10 requests in each window of 2 s; the first window begins with the first request. */
import type { Reply, Server, Totals } from "./Server.ts"

const limit = 10
const windowSeconds = 2
const windowMillis = windowSeconds * 1000

/** How a refusal tells the limit, apart from `Retry-After`, which it always has. */
export type Variant = "plain" | "body" | "sentence" | "headers"

/** The time that `calls` calls take at best. */
export const optimumMillis = (calls: number) => (Math.ceil(calls / limit) - 1) * windowMillis

const content: Record<Variant, (path: string, retryAfter: number) => unknown> = {
  plain: () => ({ error: "too many requests" }),
  headers: () => ({ error: "too many requests" }),
  // The other form, RATE_LIMITED, gives its window in minutes: a bench cannot wait for that.
  body: (path, retryAfter) => ({
    detail: `Resource ${path} is limited to ${limit} requests every ${windowSeconds} seconds.`,
    error: 429,
    errorCode: "RATE_LIMITED_TOKEN_BUCKET",
    parameters: [path, retryAfter, limit, limit, windowSeconds],
    reason: "Too Many Requests"
  }),
  sentence: (path) => ({
    error: "rate_limited",
    error_description: `Resource ${path} is limited to ${limit} requests every ${windowSeconds} seconds.`
  })
}

export const make = (variant: Variant): Server<Totals> => {
  let first: number | undefined
  let current = 0
  let used = 0
  let requests = 0
  let refused = 0
  return {
    seen: () => ({ requests, refused }),
    reply: ({ path }): Reply => {
      const now = performance.now()
      first ??= now
      const window = Math.floor((now - first) / windowMillis)
      if (window !== current) {
        current = window
        used = 0
      }
      const secondsLeft = Math.ceil((first + (window + 1) * windowMillis - now) / 1000)
      const accepted = used < limit
      if (accepted) used++
      else refused++
      requests++
      const hint = variant === "headers"
        ? {
          "ratelimit": `"default";r=${limit - used};t=${secondsLeft}`,
          "ratelimit-policy": `"default";q=${limit};w=${windowSeconds}`
        }
        : {}
      if (accepted) return { status: 200, fields: hint }
      return {
        status: 429,
        fields: { ...hint, "retry-after": String(secondsLeft) },
        content: content[variant](path, secondsLeft)
      }
    }
  }
}
