/** How long a command may wait for the server. */
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import * as Flag from "effect/cli/Flag"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as ExitCode from "../ExitCode.ts"
import { Failed } from "./Failed.ts"

const Seconds = Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(86_400))

export const flags = {
  maxTime: Flag.Finite("max-time").pipe(
    Flag.withSchema(Seconds),
    Flag.withMetavar("SECONDS"),
    Flag.withDescription("How long to wait and try at most (default: 90, and 60 when the server asks to wait)"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )
}

export const of = ({ maxTime }: { readonly maxTime: number | undefined }): CallOptions =>
  maxTime === undefined ? {} : { deadline: maxTime * 1000, maxRetryAfter: maxTime * 1000 }

const tooSlow = new Failed({
  message: "The reply takes longer than --max-time. Give it more, or find out what is wrong there.",
  exitCode: ExitCode.unreachable
})

/** From now on: what is done after the call that `of` limits has the rest of its time. */
export const begin = ({ maxTime }: { readonly maxTime: number | undefined }) =>
  Effect.map(
    Clock.currentTimeMillis,
    (began) => <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      maxTime === undefined ? effect : Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.timeoutOrElse(effect, {
          duration: Math.max(0, began + maxTime * 1000 - now),
          orElse: () => Effect.fail(tooSlow)
        }))
  )
