/** Runs the core's effects for one client: under its limits, with its events, over what all clients share. */
import { type ClientEvent, Listener } from "@atlas-bearer/core/ClientEvent"
import { Fleet } from "@atlas-bearer/core/Fleet"
import * as FleetThrottle from "@atlas-bearer/core/FleetThrottle"
import { ImmediateSender } from "@atlas-bearer/core/ImmediateSender"
import { Lifetime } from "@atlas-bearer/core/Lifetime"
import * as PromiseClock from "@atlas-bearer/core/PromiseClock"
import { Sender } from "@atlas-bearer/core/Sender"
import { SendOptions } from "@atlas-bearer/core/SendOptions"
import type { CallOptions } from "@atlas-bearer/core/TokenSource"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Predicate from "effect/Predicate"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import type { Dispatcher } from "undici"
import type * as ClientOptions from "./ClientOptions.ts"
import { limits } from "./limits.ts"
import { Pool } from "./Pool.ts"
import { printable } from "./printable.ts"
import { schedule } from "./schedule.ts"
import type { Ongoing } from "./sendAtOnce.ts"

/** The pool of connections that all clients share. */
export interface Connections {
  /** Nothing before it was opened. */
  readonly current: () => Dispatcher | undefined
  readonly open: () => Promise<Dispatcher>
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

type Shared = Sender | ImmediateSender | Pool

/** `layer` makes what the client's effects need. It sends nothing and waits for nothing. */
export const make = <R, E>(layer: Layer.Layer<R, E>, { clock, limits: own, throttle }: ClientOptions.Checked) => {
  /** Nothing is the end. */
  const events = Effect.runSync(PubSub.sliding<ClientEvent | undefined>(1024))
  const settings = Layer.mergeAll(
    Layer.succeed(SendOptions, own),
    Layer.effect(Lifetime, Effect.scope),
    Layer.succeed(Listener, (event) => void PubSub.publishUnsafe(events, event)),
    clock === undefined ? Layer.empty : Layer.succeed(Clock.Clock, PromiseClock.toClock(clock))
  )
  const fleet = throttle === undefined ? Layer.empty : Layer.provide(FleetThrottle.layer(throttle), Sender.layer)
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(layer, Sender.layer, Pool.layer).pipe(Layer.provideMerge(fleet), Layer.provideMerge(settings)),
    { memoMap: clock === undefined ? memoMap : memoMapOf(clock) }
  )
  const ongoing: Ongoing = new Set()
  let pool: Dispatcher | undefined
  let isDisposed = false

  const disposed = () => new Error("This client has been disposed of.")
  const refuseWhenDisposed = () => {
    if (isDisposed) throw disposed()
  }

  const run = async <A, E2>(effect: Effect.Effect<A, E2, R | Shared>, call: CallOptions = {}): Promise<A> => {
    refuseWhenDisposed()
    const limited = Effect.provideService(effect, SendOptions, limits(call, own))
    const exit = await runtime.runPromiseExit(limited, { signal: call.signal })
    if (Exit.isFailure(exit) && call.signal?.aborted && Exit.hasInterrupts(exit)) throw call.signal.reason
    if (Exit.isFailure(exit) && Exit.hasInterrupts(exit)) refuseWhenDisposed()
    return Exit.isSuccess(exit) ? exit.value : Promise.reject(printable(Cause.squash(exit.cause)))
  }
  /** For what is made without waiting. */
  const runSync = <A, E2>(effect: Effect.Effect<A, E2, R | Shared>): A => runtime.runSync(effect)

  const time = runSync(Clock.Clock)
  const now = () => Number(time.monotonicTimeNanosUnsafe()) / 1e6

  const connections: Connections = {
    current: () => pool,
    open: async () => {
      pool = await run(Effect.map(Effect.flatMap(Pool, ({ open }) => open), ({ dispatcher }) => dispatcher))
      return pool
    }
  }

  return {
    run,
    runSync,
    connections,
    /** Begins a call, and tells how many milliseconds it has left. */
    begin: (call: CallOptions) => {
      const endsAt = now() + Duration.toMillis(limits(call, own).deadline)
      return () => Math.max(0, endsAt - now())
    },
    /** `credential` names whose limit the requests count against. */
    schedule: schedule({
      run,
      limitsOf: (call) => limits(call, own),
      sender: runSync(ImmediateSender),
      fleet: runSync(Fleet),
      // A deadline by another clock than the system's is the fibers' to keep.
      clock: clock === undefined ? time : undefined,
      isDisposed: () => isDisposed,
      ongoing
    }),
    /** From now until the client is disposed of; a reader that falls behind by 1024 misses the oldest. */
    events: () =>
      Stream.toAsyncIterable(
        isDisposed ? Stream.empty : Stream.takeWhile(Stream.fromPubSub(events), Predicate.isNotUndefined)
      ),
    dispose: async () => {
      isDisposed = true
      pool = undefined
      for (const end of ongoing) end(disposed())
      await runtime.dispose()
      PubSub.publishUnsafe(events, undefined)
    }
  }
}
