/** A server with a limit, as a function of the time. */

/** Times are in milliseconds. */
export interface Limit {
  readonly kind: "fixed window" | "sliding log" | "bucket" | "bucket from its use"
  /** Of requests in a window, or in a full bucket. */
  readonly count: number
  /** A whole number of seconds. For a bucket: from one refill to the next. */
  readonly window: number
}

/** What a refusal says: nothing, `Retry-After`, or also the limit in its body or in the fields of every reply. */
export type Told = "nothing" | "wait" | "body" | "fields"

export interface Reply {
  readonly status: number
  readonly fields: Readonly<Record<string, string>>
  readonly text: string
  /** The least time to wait, as it was told. */
  readonly wait: number | undefined
}

export const isBucket = ({ kind }: Limit) => kind === "bucket" || kind === "bucket from its use"

/** How many of a bucket's requests come back with each refill. */
export const refillOf = ({ count, kind }: Limit) => kind === "bucket" ? Math.ceil(count / 2) : count

/** Takes a request: nothing if there is room, else for how long there is none. `left` are those that fit still. */
const counting = ({ count, kind, window }: Limit) => {
  const admitted: Array<number> = []
  let [used, refills, since] = [0, 0, 0]
  return (now: number) => {
    if (kind === "sliding log") {
      const oldest = admitted[admitted.length - count]
      const wait = oldest === undefined ? 0 : Math.max(0, oldest + window - now)
      if (wait === 0) admitted.push(now)
      return { wait, left: count - admitted.filter((time) => time + window > now).length }
    }
    // The period of a full bucket begins with its next use, or with the clock as any other.
    if (kind === "bucket from its use" && now >= since + window) [since, used, refills] = [now, 0, 0]
    const periods = Math.floor((now - since) / window)
    used = Math.max(0, used - refillOf({ count, kind, window }) * (periods - refills))
    refills = periods
    const isFull = used === count
    if (!isFull) used++
    return { wait: isFull ? since + (periods + 1) * window - now : 0, left: count - used }
  }
}

const bodyOf = ({ count, kind, window }: Limit, wait: number) =>
  isBucket({ count, kind, window })
    ? JSON.stringify({
      errorCode: "RATE_LIMITED_TOKEN_BUCKET",
      parameters: ["test", wait, count, refillOf({ count, kind, window }), window / 1000]
    })
    : JSON.stringify({ error: `Resource /test is limited to ${count} requests every ${window / 1000} seconds.` })

export const make = (limit: Limit, told: Told) => {
  const take = counting(limit)
  return (now: number): Reply => {
    const { left, wait } = take(now)
    const isRefused = wait > 0
    const seconds = Math.max(1, Math.ceil(wait / 1000))
    const isTold = isRefused && told !== "nothing"
    const policy = { "ratelimit-policy": `"test";q=${limit.count};w=${limit.window / 1000}` }
    return {
      status: isRefused ? 429 : 200,
      fields: {
        ...isTold && { "retry-after": String(seconds) },
        ...told === "fields" && { ratelimit: `"test";r=${left};t=${seconds}` },
        ...told === "fields" && !isBucket(limit) && policy
      },
      text: isTold && told === "body" ? bodyOf(limit, seconds) : "",
      wait: isTold ? seconds * 1000 : undefined
    }
  }
}
