/** Sends to a server that answers from a list. */
import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import { Clock, Duration, Effect, Fiber, Result } from "effect"
import { TestClock } from "effect/testing"
import { settle } from "./passing.ts"

/** A reply, or a connection that fails with a system's code, after `latency` milliseconds. */
export type Step =
  & ({
    readonly status: number
    readonly fields?: Readonly<Record<string, string>> | undefined
    readonly text?: string | undefined
  } | { readonly reason: string })
  & { readonly latency?: number }

export const ok: Step = { status: 200 }
export const refusal = (retryAfter?: string, status = 429): Step => ({
  status,
  fields: retryAfter === undefined ? {} : { "retry-after": retryAfter }
})

/** Answers each request with the next step, and from then on with the last one. */
export const serverOf = (...steps: ReadonlyArray<Step>) => {
  const times: Array<number> = []
  const attempt = Effect.gen(function*() {
    const step = steps[Math.min(times.length, steps.length - 1)] ?? ok
    times.push(yield* Clock.currentTimeMillis)
    yield* Effect.sleep(step.latency ?? 0)
    if ("reason" in step) return yield* Effect.fail(step.reason)
    const { fields = {}, status, text = "" } = step
    return { status, fields, text: Effect.succeed(text), value: status }
  })
  return { times, attempt }
}

interface Options {
  readonly key?: string
  readonly origin?: string
  readonly idempotent?: boolean
  /** In seconds. */
  readonly deadline?: number
  readonly maxRetryAfter?: number
  readonly retries?: number
}

/** Ends with the status of the reply, or fails as the connection did. */
export const send = (server: ReturnType<typeof serverOf>, options: Options = {}) => {
  const { deadline = 90, idempotent = false, key = "key", maxRetryAfter = 60, origin = "https://a.test" } = options
  const sent = Sender.use((sender) => sender.send({ key, origin, idempotent }, server.attempt, (reason) => reason))
  return Effect.provideService(sent, SendOptions, {
    deadline: Duration.seconds(deadline),
    maxRetryAfter: Duration.seconds(maxRetryAfter),
    retries: options.retries ?? 3
  })
}

/** What a call ended with and when. The clock goes on until then, by whole seconds. */
export const ended = Effect.fnUntraced(function*<A, E, R>(call: Effect.Effect<A, E, R>) {
  const began = yield* Clock.currentTimeMillis
  const timed = Effect.gen(function*() {
    const result = yield* Effect.result(call)
    const value = Result.getOrUndefined(result)
    const error = Result.isFailure(result) ? result.failure : undefined
    return { value, error, took: (yield* Clock.currentTimeMillis) - began }
  })
  const fiber = yield* Effect.forkChild(timed)
  yield* settle
  while (fiber.pollUnsafe() === undefined) yield* TestClock.adjust("1 second")
  return yield* Fiber.join(fiber)
})
