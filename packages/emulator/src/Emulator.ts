/** The emulator as a layer and as a Promise: a server of the documented protocol on this machine, with real state. */
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { createServer } from "node:http"
import { httpApp } from "./httpApp.ts"
import * as Options from "./Options.ts"
import { PublicUrl } from "./PublicUrl.ts"
import { Seed } from "./Seed.ts"
import * as Store from "./Store.ts"
import { VirtualClock } from "./VirtualClock.ts"

/**
 * Moves the time that tokens, limits and the `Date` field follow. Nothing else on this machine notices, but clients that are
 * given it as their `clock`. Another process follows it with `EmulatorClock.follow`.
 */
export interface Clock extends PromiseClock {
  readonly advance: (by: Duration.Input) => Promise<void>
  /** Milliseconds since 1970. */
  readonly set: (now: number) => Promise<void>
  readonly freeze: () => Promise<void>
  readonly resume: () => Promise<void>
}

/** A running emulator. Dispose of it to stop it and close its store. */
export interface Running extends AsyncDisposable {
  readonly url: string
  readonly clock: Clock
}

/** Where the server listens. */
export class Emulator extends Context.Service<Emulator, { readonly url: string }>()(
  "@atlas-bearer/emulator/Emulator"
) {}

/** Closes open connections when its scope ends, or else the server would wait for their clients. */
const server = ({ host, port }: Options.Valid) =>
  Layer.unwrap(Effect.gen(function*() {
    const nodeServer = createServer()
    const closing = Layer.effectDiscard(Effect.addFinalizer(() => Effect.sync(() => nodeServer.closeAllConnections())))
    return Layer.provideMerge(
      closing,
      NodeHttpServer.layerServer(() => nodeServer, { host, port, disablePreemptiveShutdown: true })
    )
  }))

const address = Layer.effect(
  Emulator,
  Effect.map(HttpServer.HttpServer, (httpServer) => ({ url: HttpServer.formatAddress(httpServer.address) }))
)

/** Before the first request is served. */
const seeded = Layer.effectDiscard(Seed.use(({ write }) => write))

/** Fails with an `InvalidOption` that names the option, or with a `ServeError` when the port is taken. */
export const layer = (options: Options.Options = {}) =>
  Layer.unwrap(
    Effect.map(Effect.fromResult(Options.validate(options)), (valid) =>
      Layer.mergeAll(httpApp, address).pipe(
        Layer.provide(server(valid)),
        Layer.provide(PublicUrl.layer(valid.publicUrl)),
        Layer.provideMerge(Layer.provideMerge(seeded, Store.layer(valid)))
      ))
  )

/** Starts an emulator. Rejects as `layer` fails. */
export const start = async (options: Options.Options = {}): Promise<Running> => {
  const runtime = ManagedRuntime.make(layer(options))
  const clock = <A>(f: (clock: VirtualClock["Service"]) => Effect.Effect<A>) => runtime.runPromise(VirtualClock.use(f))
  const { url } = await runtime.runPromise(Emulator)
  const { stateUnsafe } = await runtime.runPromise(VirtualClock)
  return {
    url,
    clock: {
      now: () => stateUnsafe().now,
      sleep: (milliseconds, signal) =>
        runtime.runPromise(VirtualClock.use((clock) => clock.sleep(milliseconds)), { signal }),
      advance: (by) => clock(({ advance }) => advance(by)),
      set: (now) => clock(({ set }) => set(now)),
      freeze: () => clock(({ freeze }) => freeze),
      resume: () => clock(({ resume }) => resume)
    },
    [Symbol.asyncDispose]: () => runtime.dispose()
  }
}
