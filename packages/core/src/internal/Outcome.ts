/** What a try came to, and what the gate learns from it. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as RateLimit from "../RateLimit.ts"
import type { Place } from "../Throttle.ts"

/** A reply whose header is here. `text` reads the body, which may say more of a refusal. */
export interface Reply<A, E = never> {
  readonly status: number
  readonly fields: Readonly<Record<string, string | undefined>>
  readonly text: Effect.Effect<string>
  readonly value: A
  /** Ends when the whole reply is here, where that is the schedule's matter: one that breaks off is no reply. */
  readonly whole?: Effect.Effect<unknown, E>
}

/** Statuses of a server or proxy that may do better the next time. */
const transient = new Set([408, 500, 502, 503, 504])

/** Is such a reply the end of a call, whatever else it says? */
export const isEnd = (status: number): boolean => status !== 429 && !transient.has(status)

/** The server refused it, it failed but may be tried again, or this is the end. */
export type Outcome<A, E> =
  | { readonly _tag: "Refused" }
  | { readonly _tag: "Failed"; readonly exit: Exit.Exit<A, E>; readonly cause: string; readonly waits: boolean }
  | { readonly _tag: "Done"; readonly exit: Exit.Exit<A, E>; readonly isFailure: boolean }

/** A failure that is not safe to repeat is the end. */
export const failed = <A, E>(exit: Exit.Exit<A, E>, cause: string, isSafe: boolean, waits = false): Outcome<A, E> =>
  isSafe ? { _tag: "Failed", exit, cause, waits } : { _tag: "Done", exit, isFailure: true }

/** Tells the gate what the reply says of the limit. */
export const observe = Effect.fnUntraced(function*<A, E>(
  { fields, status, text, value, whole }: Reply<A, E>,
  place: Place,
  idempotent: boolean,
  patience: Duration.Duration
): Effect.fn.Return<Outcome<A, never>, E> {
  if (status === 429) {
    // The header closes the gate at once; the body may take its time.
    const told = RateLimit.fromReply(fields)
    yield* place.refuse(told)
    const body = RateLimit.fromReply({}, yield* text)
    const isLonger = Duration.isGreaterThan(body.retryAfter ?? Duration.zero, told.retryAfter ?? Duration.zero)
    yield* place.learn(isLonger ? body : { ...body, retryAfter: undefined })
    return { _tag: "Refused" }
  }
  const exit = Exit.succeed(value)
  const rate = RateLimit.fromReply(fields)
  if (status === 503 && rate.retryAfter !== undefined) {
    yield* place.refuse(rate)
    const isBearable = Duration.isLessThanOrEqualTo(rate.retryAfter, patience)
    return failed(exit, "503", idempotent && isBearable, true)
  }
  if (transient.has(status)) return failed(exit, String(status), idempotent)
  yield* place.admit(rate)
  if (whole !== undefined) yield* whole
  return { _tag: "Done", exit, isFailure: false }
})
