/** Sends requests through the throttle, and again where that is safe: what is sent again stands in `internal/call`. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Deadline from "./Deadline.ts"
import { ImmediateSender } from "./ImmediateSender.ts"
import * as Breaker from "./internal/Breaker.ts"
import { call } from "./internal/call.ts"
import type { Reply } from "./internal/Outcome.ts"
import { SendOptions } from "./SendOptions.ts"
import { Throttle } from "./Throttle.ts"
import type { ThrottleError } from "./ThrottleError.ts"

/** A request as the schedule sees it: what is limited, and whether it may be sent again. */
export interface Request {
  /** Names what the server limits. */
  readonly key: string
  readonly origin: string
  /** Whose limit it is: a client id, a user id. */
  readonly credential?: string | undefined
  readonly idempotent: boolean
  /** Can the body be sent again? By default yes. */
  readonly replayable?: boolean | undefined
}

export class Sender extends Context.Service<Sender, {
  /**
   * `reasonOf` gives the system's code for a failure to get a reply, such as `ECONNRESET`; nothing for one that is not the
   * server's, and comes again however often the request is sent.
   */
  readonly send: <A, E, R>(
    request: Request,
    attempt: Effect.Effect<Reply<A, E>, E, R>,
    reasonOf: (error: E) => string | undefined
  ) => Effect.Effect<A, E | ThrottleError, R>
}>()("@atlas-bearer/core/Sender") {
  /** One for a process, with the throttle and the circuits that all who send share. */
  static readonly layer = Layer.effectContext(
    Effect.map(Throttle, (throttle) => {
      const shared = { throttle, breaker: Breaker.make() }
      const sender = Sender.of({
        send: (request, attempt, reasonOf) =>
          Deadline.within((course) =>
            Effect.flatMap(SendOptions, (options) => call(shared, { request, options, course }, attempt, reasonOf))
          )
      })
      return Context.make(Sender, sender).pipe(Context.add(ImmediateSender, ImmediateSender.make(shared)))
    })
  ).pipe(Layer.provideMerge(Throttle.layer))
}
