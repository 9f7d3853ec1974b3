/** The emulator as a layer and as a Promise: a server of the documented protocol on this machine, with real state. */
import type { PromiseClock } from "@atlas-bearer/core/PromiseClock"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpServer from "effect/http/HttpServer"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import { createServer } from "node:http"
import { AccessList } from "./AccessList.ts"
import { Apps } from "./Apps.ts"
import { AtlasRateLimit } from "./AtlasRateLimit.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import { httpApp } from "./httpApp.ts"
import { Mailbox, type Message } from "./Mailbox.ts"
import * as Options from "./Options.ts"
import { PublicUrl } from "./PublicUrl.ts"
import { Seed } from "./Seed.ts"
import * as Store from "./Store.ts"
import { type Provider, type Subject, TokenLab } from "./TokenLab.ts"
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

/** The e-mails that the emulator did not send: they carry what confirms an address or resets a password. */
export interface PromiseMailbox {
  /** The oldest first; those to one address, if it is given. */
  readonly messages: (to?: string) => Promise<ReadonlyArray<Message>>
  readonly clear: () => Promise<void>
}

/** Makes the credentials of other providers, which the emulator takes from nobody else. */
export interface PromiseTokenLab {
  /** An ID token, authorization code or Facebook access token for the seed's app. */
  readonly credential: (provider: Provider, subject: Subject) => Promise<string>
}

/** A running emulator. Dispose of it to stop it and close its store. */
export interface Running extends AsyncDisposable {
  readonly url: string
  readonly clock: Clock
  readonly mailbox: PromiseMailbox
  readonly tokenLab: PromiseTokenLab
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
        Layer.provide([
          PublicUrl.layer(valid.publicUrl),
          AccessList.layer(valid.oauth.accessList),
          AtlasRateLimit.layer(valid.oauth.atlasRateLimit)
        ]),
        Layer.provideMerge(Layer.provideMerge(seeded, Store.layer(valid)))
      ))
  )

/** Starts an emulator. Rejects as `layer` fails. */
export const start = async (options: Options.Options = {}): Promise<Running> => {
  const runtime = ManagedRuntime.make(layer(options))
  const clock = <A>(f: (clock: VirtualClock["Service"]) => Effect.Effect<A>) => runtime.runPromise(VirtualClock.use(f))
  const mailbox = <A>(f: (mailbox: Mailbox["Service"]) => Effect.Effect<A>) => runtime.runPromise(Mailbox.use(f))
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
    mailbox: {
      messages: (to) => mailbox(({ messages }) => messages(to)),
      clear: () => mailbox(({ clear }) => clear)
    },
    tokenLab: {
      credential: (provider, subject) =>
        runtime.runPromise(Effect.gen(function*() {
          const app = yield* Apps.use((apps) => apps.byClientAppId(DefaultSeed.app.clientAppId))
          const lab = yield* TokenLab
          return Redacted.value(yield* lab.credential(app, provider, subject))
        }))
    },
    [Symbol.asyncDispose]: () => runtime.dispose()
  }
}
