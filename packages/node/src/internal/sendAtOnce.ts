/** Sends a request that may go now, without a fiber; hands over to the schedule as soon as anything is not as usual. */
import type { Entry } from "@atlas-bearer/core/ImmediateSender"
import * as RateLimit from "@atlas-bearer/core/RateLimit"
import type { SendOptions } from "@atlas-bearer/core/SendOptions"
import { DeadlineExceeded } from "@atlas-bearer/core/ThrottleError"
import type { ReplyHeaders, ScheduledReply } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import * as Exit from "effect/Exit"

/** What the first attempt came to. */
export type First<A> = Exit.Exit<ScheduledReply<A>, unknown>

// A timer of Node fires at once beyond 2^31 - 1 ms.
const longestTimer = 2 ** 31 - 1

/** The attempts of one client. Each is ended, with a reason, when the client is disposed of. */
export type Ongoing = Set<(reason: unknown) => void>

/** Settles as the attempt does, but no later than the deadline or the caller's abort, which end the attempt. */
export const attemptWithin = <A>(
  deadline: Duration.Duration,
  caller: AbortSignal | undefined,
  attempt: (signal: AbortSignal) => Promise<A>,
  ongoing?: Ongoing
): Promise<Exit.Exit<A, unknown>> =>
  new Promise((resolve, reject) => {
    if (!Duration.isPositive(deadline)) return reject(new DeadlineExceeded({ deadline, attempts: 0 }))
    const controller = new AbortController()
    const end = (reason: unknown) => {
      stop()
      reject(reason)
      controller.abort(reason)
    }
    const onAbort = () => end(caller?.reason)
    const timer = setTimeout(
      () => end(new DeadlineExceeded({ deadline, attempts: 1 })),
      Math.min(Duration.toMillis(deadline), longestTimer)
    )
    const stop = () => {
      clearTimeout(timer)
      ongoing?.delete(end)
      caller?.removeEventListener("abort", onAbort)
    }
    ongoing?.add(end)
    caller?.addEventListener("abort", onAbort)
    const settle = (exit: Exit.Exit<A, unknown>) => {
      stop()
      resolve(exit)
    }
    attempt(controller.signal).then((value) => settle(Exit.succeed(value)), (error) => settle(Exit.fail(error)))
  })

/** Most replies say nothing of a limit, and to find that out costs less than to read all they say. */
const tells = (headers: ReplyHeaders) => RateLimit.fields.some((name) => headers.has(name))

/** `resume` goes on with the first attempt when that was not the end. */
export const sendAtOnce = async <A>(
  entry: Entry,
  { deadline }: SendOptions,
  caller: AbortSignal | undefined,
  ongoing: Ongoing,
  attempt: (signal: AbortSignal) => Promise<ScheduledReply<A>>,
  resume: (first: First<A>) => Promise<A>
): Promise<A> => {
  try {
    const first = await attemptWithin(deadline, caller, attempt, ongoing)
    if (Exit.isSuccess(first)) {
      const { headers, status, value } = first.value
      if (entry.settle(status, () => tells(headers) ? Object.fromEntries(headers) : {})) return value
    }
    return await resume(first)
  } finally {
    entry.leave()
  }
}
