/** Runs the core's effects for one client: under its limits, with its events, over what all clients share. */
import * as PathTemplate from "@atlas-bearer/core/PathTemplate"
import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import * as SystemCode from "@atlas-bearer/core/SystemCode"
import { Listener, type ThrottleEvent } from "@atlas-bearer/core/ThrottleEvent"
import type { CallOptions, ScheduledReply, ScheduledRequest } from "@atlas-bearer/core/TokenSource"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import { limits } from "./limits.ts"

export type ClientOptions = Omit<CallOptions, "signal">

// This process has one throttle and one pool of connections. They are released with the last client.
const memoMap = Layer.makeMemoMapUnsafe()

const idempotentMethods = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])

const reasonOf = (error: unknown) => SystemCode.of(error, error instanceof Error ? error.name : "unknown")

const toReply = <A>({ headers, status, text = "", value }: ScheduledReply<A>) => ({
  status,
  fields: Object.fromEntries(headers),
  text: Effect.succeed(text),
  value
})

/** `layer` is what the client's effects need. */
export const make = <R, E>(layer: Layer.Layer<R, E>, options: ClientOptions) => {
  const own = limits(options)
  const runtime = ManagedRuntime.make(Layer.merge(layer, Sender.layer), { memoMap })
  const events = Effect.runSync(PubSub.sliding<ThrottleEvent>(1024))

  const run = async <A, E2>(effect: Effect.Effect<A, E2, R | Sender>, call: CallOptions = {}): Promise<A> =>
    runtime.runPromise(
      effect.pipe(
        Effect.provideService(SendOptions, limits(call, own)),
        Effect.provideService(Listener, (event) => void PubSub.publishUnsafe(events, event))
      ),
      { signal: call.signal }
    )

  return {
    run,
    /** Milliseconds from now. */
    deadlineOf: (call: CallOptions) => Duration.toMillis(limits(call, own).deadline),
    /** `credential` names whose limit the requests count against. */
    schedule: (credential: string) =>
    <A>(
      { idempotent, method, replayable, url, ...call }: ScheduledRequest,
      send: (attempt: number, signal: AbortSignal) => Promise<ScheduledReply<A>>
    ): Promise<A> => {
      const { origin, pathname } = new URL(url)
      const request = {
        key: `${method} ${origin}${PathTemplate.fromPath(pathname)} ${credential}`,
        origin,
        credential,
        idempotent: idempotent ?? idempotentMethods.has(method),
        replayable
      }
      let attempts = 0
      const attempt = Effect.tryPromise({ try: (signal) => send(attempts++, signal), catch: (error) => error })
      return run(Sender.use((sender) => sender.send(request, Effect.map(attempt, toReply), reasonOf)), call)
    },
    /** From now on; a reader that falls behind by 1024 misses the oldest. */
    events: () => Stream.toAsyncIterable(Stream.fromPubSub(events)),
    dispose: () => runtime.dispose()
  }
}
