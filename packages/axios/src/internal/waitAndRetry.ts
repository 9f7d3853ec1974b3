/** The schedule of a call whose token source has none: it waits as long as the server asks, and tries again where that is safe. */
import * as RetryAfterField from "@atlas-bearer/core/RetryAfterField"
import type { ReplyHeaders, ScheduledReply, ScheduledRequest } from "@atlas-bearer/core/TokenSource"
import { BodyNotReplayable, RateLimited } from "../BearerError.ts"
import { toMillis } from "./duration.ts"
import { type Ending, sleep } from "./Ending.ts"
import { isAxiosError } from "./Failure.ts"

/** For the whole call, and for one wait. */
export const defaults = { deadline: 90_000, maxRetryAfter: 60_000, retries: 3 }

const idempotentMethods = /^(?:GET|HEAD|OPTIONS|PUT|DELETE)$/

/** Statuses of a server or proxy that may do better the next time. */
const transient = new Set([408, 500, 502, 503, 504])

/** A connection that was not made, or whose certificate was refused: the server saw nothing of the request. */
const notSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$|CERT|^UNABLE_TO_/

const codeOf = (error: unknown): string => (isAxiosError(error) && error.code) || ""

/** 200 ms, doubled with each failure up to 10 s, with jitter; never at once. */
const backOff = (failures: number) => Math.min(200 * 2 ** failures, 10_000) * Math.max(Math.random(), 0.05)

/** Never earlier than told; a little later, so that processes do not meet again. */
const notBefore = (told: number) => told + Math.min(told * 0.01, 1000) * Math.random()

/** Milliseconds; 0 when the reply does not say. */
const toldBy = (headers: ReplyHeaders): number =>
  RetryAfterField.toMillis(headers.get("retry-after"), headers.get("date")) ?? 0

export const waitAndRetry = async <R>(
  request: Omit<ScheduledRequest, "signal" | "deadline">,
  ending: Ending,
  send: (attempt: number) => Promise<ScheduledReply<R>>
): Promise<R> => {
  const { retries = defaults.retries } = request
  const idempotent = request.idempotent ?? idempotentMethods.test(request.method)
  const patience = toMillis(request.maxRetryAfter ?? defaults.maxRetryAfter)
  let failures = 0
  for (let attempts = 1;; attempts++) {
    let reply: ScheduledReply<R> | undefined
    let error: unknown
    try {
      reply = await send(attempts - 1)
    } catch (failure) {
      error = failure
    }
    const status = reply?.status ?? 0
    const code = codeOf(error)
    const isRefused = status === 429
    const isSafe = reply ? idempotent && transient.has(status) : idempotent || notSent.test(code)
    const end = () => {
      if (reply) return reply.value
      throw error
    }
    if (!isRefused && (!isSafe || failures === retries)) return end()
    if (request.replayable === false) throw new BodyNotReplayable(reply ? String(status) : code)

    const told = reply && (isRefused || status === 503) ? toldBy(reply.headers) : 0
    const wait = told > 0 ? notBefore(told) : backOff(isRefused ? attempts - 1 : failures)
    if (told > patience || wait > (ending.left() ?? Infinity)) {
      if (isRefused) throw new RateLimited({ retryAfter: told || wait, attempts })
      return end()
    }
    if (!isRefused) failures++
    await sleep(wait, ending.signal)
  }
}
