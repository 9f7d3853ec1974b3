/** Runs the core's effects for one client: under its limits, with its events, over what all clients share. */
import { type ClientEvent, Listener } from "@atlas-bearer/core/ClientEvent"
import * as PathTemplate from "@atlas-bearer/core/PathTemplate"
import * as PromiseClock from "@atlas-bearer/core/PromiseClock"
import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import * as SystemCode from "@atlas-bearer/core/SystemCode"
import type { CallOptions, ScheduledReply, ScheduledRequest } from "@atlas-bearer/core/TokenSource"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import { limits } from "./limits.ts"
import * as option from "./option.ts"

export interface ClientOptions extends Omit<CallOptions, "signal"> {
  /** Tells the time to tokens, waits and deadlines: that of an emulator, say. By default the time of this machine. */
  readonly clock?: PromiseClock.PromiseClock | undefined
}

// This process has one throttle and one pool of connections. They are released with the last client.
const memoMap = Layer.makeMemoMapUnsafe()

// Who has another time waits by other rules.
const memoMaps = new WeakMap<PromiseClock.PromiseClock, Layer.MemoMap>()

const memoMapOf = (clock: PromiseClock.PromiseClock) => {
  const found = memoMaps.get(clock) ?? Layer.makeMemoMapUnsafe()
  memoMaps.set(clock, found)
  return found
}

const idempotentMethods = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])

const reasonOf = (error: unknown) => SystemCode.of(error, error instanceof Error ? error.name : "unknown")

const toReply = <A>({ headers, status, text = "", value }: ScheduledReply<A>) => ({
  status,
  fields: Object.fromEntries(headers),
  text: Effect.succeed(text),
  value
})

/** `layer` makes what the client's effects need. It sends nothing and waits for nothing. */
export const make = <R, E>(layer: Layer.Layer<R, E>, options: ClientOptions) => {
  const clock = option.clock(options.clock)
  const own = limits(options)
  const events = Effect.runSync(PubSub.sliding<ClientEvent>(1024))
  const settings = Layer.mergeAll(
    Layer.succeed(SendOptions, own),
    Layer.succeed(Listener, (event) => void PubSub.publishUnsafe(events, event)),
    clock === undefined ? Layer.empty : Layer.succeed(Clock.Clock, PromiseClock.toClock(clock))
  )
  const runtime = ManagedRuntime.make(Layer.merge(layer, Sender.layer).pipe(Layer.provideMerge(settings)), {
    memoMap: clock === undefined ? memoMap : memoMapOf(clock)
  })

  const run = async <A, E2>(effect: Effect.Effect<A, E2, R | Sender>, call: CallOptions = {}): Promise<A> =>
    runtime.runPromise(Effect.provideService(effect, SendOptions, limits(call, own)), { signal: call.signal })

  return {
    run,
    /** For what is made without waiting. */
    runSync: <A, E2>(effect: Effect.Effect<A, E2, R | Sender>): A => runtime.runSync(effect),
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
