/** The emulator as a layer and as a Promise: a server of the documented protocol on this machine, with real state. */
import { InvalidOption } from "@atlas-bearer/core/InvalidOption"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { AccessList } from "./AccessList.ts"
import { ControlAccess } from "./ControlAccess.ts"
import { Faults } from "./Faults.ts"
import { httpApp } from "./httpApp.ts"
import * as Listener from "./Listener.ts"
import { Mailbox, type Message, type Selection } from "./Mailbox.ts"
import * as Options from "./Options.ts"
import * as PromiseClocks from "./PromiseClocks.ts"
import * as PromiseControl from "./PromiseControl.ts"
import * as PromiseFaults from "./PromiseFaults.ts"
import * as PromiseJournal from "./PromiseJournal.ts"
import * as PromiseTokenLab from "./PromiseTokenLab.ts"
import { PublicUrl } from "./PublicUrl.ts"
import { Reset } from "./Reset.ts"
import { Seed } from "./Seed.ts"
import * as SeedData from "./SeedData.ts"
import { Snapshots } from "./Snapshots.ts"
import * as Store from "./Store.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** The e-mails that the emulator did not send: they carry what confirms an address or resets a password. */
export interface PromiseMailbox {
  /** The oldest first; those to one address, or of one app, if it is given. */
  readonly messages: (of?: string | Selection) => Promise<ReadonlyArray<Message>>
  readonly clear: () => Promise<void>
}

/** A running emulator. Dispose of it to stop it and close its store. */
export interface Running extends AsyncDisposable {
  readonly url: string
  /** In PEM, for clients to trust: with the option `tls` alone. */
  readonly certificate: string | undefined
  readonly control: PromiseControl.PromiseControl
  /** That of all apps; `control.clock` has that of one. */
  readonly clock: PromiseClocks.Clock
  readonly faults: PromiseFaults.PromiseFaults
  readonly journal: PromiseJournal.PromiseJournal
  readonly mailbox: PromiseMailbox
  readonly tokenLab: PromiseTokenLab.PromiseTokenLab
  /** Back to the start: the seed, the real time, no faults, an empty journal and mailbox. */
  readonly reset: () => Promise<void>
  /** Users, sessions, documents, e-mails and the time as they are now. */
  readonly snapshot: () => Promise<Snapshot>
}

/** Something to come back to. Both answer false once it was discarded. */
export interface Snapshot {
  /** For the control plane. */
  readonly id: string
  readonly restore: () => Promise<boolean>
  readonly discard: () => Promise<boolean>
}

/** Where the server listens. `certificate` is the one to trust, in PEM, when it listens with TLS. */
export class Emulator extends Context.Service<Emulator, Listener.Address>()("@atlas-bearer/emulator/Emulator") {}

const address = Layer.effect(Emulator, Listener.Listener)

/** Before the first request is served. */
const seeded = Layer.effectDiscard(
  Effect.mapError(
    Seed.use(({ write }) => write),
    ({ message }) => new InvalidOption({ option: "seed", reason: `cannot be written: ${message}` })
  )
)

// Most emulators import nothing.
const imported = ({ functions, import: directory }: Options.Valid) =>
  directory === undefined
    ? Effect.succeed([])
    : Effect.promise(() => import("./RealmExport.ts")).pipe(
      Effect.flatMap(({ read }) => read(directory, functions)),
      Effect.map(Array.of)
    )

/** Fails with an `InvalidOption` that names the option, or with a `ListenFailed`: when the port is taken, say. */
export const layer = (options: Options.Options = {}) =>
  Layer.unwrap(Effect.gen(function*() {
    const valid = yield* Effect.fromResult(Options.validate(options))
    const seed = yield* SeedData.fromOption(valid.seed)
    const given = { ...seed, apps: [...seed.apps ?? [], ...yield* imported(valid)] }
    const store = Store.layer({ ...valid, given })
    return Layer.mergeAll(httpApp, address).pipe(
      Layer.provide(Listener.layer(valid)),
      Layer.provide([
        AccessList.layer(valid.oauth.accessList),
        ControlAccess.layer(valid.controlToken),
        PublicUrl.layer(valid.publicUrl, valid.tls ? "https" : "http")
      ]),
      Layer.provideMerge(Layer.provideMerge(seeded, store))
    )
  }))

/** Starts an emulator. Rejects as `layer` fails. */
export const start = async (options: Options.Options = {}): Promise<Running> => {
  const runtime = ManagedRuntime.make(layer(options))
  type Services = ManagedRuntime.ManagedRuntime.Services<typeof runtime>
  let isDisposed = false
  const run = async <A, E>(
    effect: Effect.Effect<A, E, Services>,
    options?: { readonly signal?: AbortSignal | undefined }
  ) => {
    if (isDisposed) throw new Error("This emulator has been disposed of.")
    return await runtime.runPromise(effect, options)
  }
  const mailbox = <A>(f: (mailbox: Mailbox["Service"]) => Effect.Effect<A>) => run(Mailbox.use(f))
  const { certificate, url } = await run(Emulator)
  const clock = await run(VirtualClock)
  return {
    url,
    certificate,
    control: PromiseControl.make(run, url),
    clock: PromiseClocks.make(run, clock),
    faults: PromiseFaults.make(run, await run(Faults)),
    journal: PromiseJournal.make(run, url),
    mailbox: {
      messages: (of) => mailbox(({ messages }) => messages(typeof of === "string" ? { to: of } : of)),
      clear: () => mailbox(({ clear }) => clear)
    },
    tokenLab: PromiseTokenLab.make(run),
    reset: () => run(Reset.use(({ run }) => run)),
    snapshot: async () => {
      const snapshots = <A>(f: (snapshots: Snapshots["Service"]) => Effect.Effect<A>) => run(Snapshots.use(f))
      const id = await snapshots(({ take }) => take)
      return {
        id,
        restore: () => snapshots(({ restore }) => restore(id)),
        discard: () => snapshots(({ discard }) => discard(id))
      }
    },
    [Symbol.asyncDispose]: () => {
      isDisposed = true
      return runtime.dispose()
    }
  }
}
