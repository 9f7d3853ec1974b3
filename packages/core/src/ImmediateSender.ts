/** Sends requests that may go at once, without a fiber, for as long as all goes well: most of them, most of the time. */
import type * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import * as Deadline from "./Deadline.ts"
import type { Fleet } from "./Fleet.ts"
import { call, scopeOf, type Shared } from "./internal/call.ts"
import { millisOf } from "./internal/Lane.ts"
import { isEnd, type Reply } from "./internal/Outcome.ts"
import * as RateLimit from "./RateLimit.ts"
import type { Request } from "./Sender.ts"
import type { SendOptions } from "./SendOptions.ts"
import type { ThrottleError } from "./ThrottleError.ts"

/** A request that may go now. It holds its place before the gate until one of these ends it. */
export interface Entry {
  /** The reply's header is here. False when it is not the call's end, or when somebody is to be told: then `resume`. */
  readonly settle: (status: number, fields: () => Reply<unknown>["fields"]) => boolean
  /** Goes on as `Sender` does, with what the first attempt came to. */
  readonly resume: <A, E, R>(
    first: Exit.Exit<Reply<A>, E>,
    attempt: Effect.Effect<Reply<A>, E, R>,
    reasonOf: (error: E) => string | undefined
  ) => Effect.Effect<A, E | ThrottleError, R>
  /** Gives the place back, unless it has ended. To be called in any case. */
  readonly leave: () => void
}

export class ImmediateSender extends Context.Service<ImmediateSender, {
  /** Nothing when the request has to wait, or when there may be something to tell: then it is for `Sender`. */
  readonly enter: (
    request: Request,
    options: SendOptions,
    clock: Clock.Clock,
    fleet?: Fleet
  ) => Entry | undefined
}>()("@atlas-bearer/core/ImmediateSender") {
  static readonly make = ({ breaker, throttle }: Shared): ImmediateSender["Service"] => ({
    enter: (request, options, clock, fleet) => {
      if (fleet?.ready() !== undefined) return undefined
      const admission = breaker.admitClosed(request.origin)
      const entered = admission && throttle.enter(request.key, scopeOf(request), clock, fleet)
      if (admission === undefined || entered === undefined) return undefined
      const deadlineAt = millisOf(clock) + Duration.toMillis(options.deadline)
      return {
        leave: entered.leave,
        settle: (status, fields) => {
          if (!isEnd(status) || !entered.admit(RateLimit.fromReply(fields()))) return false
          breaker.record(admission, "success", millisOf(clock))
          return true
        },
        resume: <A, E, R>(
          first: Exit.Exit<Reply<A>, E>,
          attempt: Effect.Effect<Reply<A>, E, R>,
          reasonOf: (error: E) => string | undefined
        ) => {
          let isFirst = true
          const attempts: Effect.Effect<Reply<A>, E, R> = Effect.suspend(() => {
            if (!isFirst) return attempt
            isFirst = false
            return first
          })
          return Deadline.until(
            deadlineAt,
            (course) =>
              call({ breaker, throttle }, { request, options, course, admission, entered }, attempts, reasonOf)
          )
        }
      }
    }
  })
}
