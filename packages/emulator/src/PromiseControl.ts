/** The apps of a running emulator, for code that waits by Promises. */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { type App, Apps } from "./Apps.ts"
import { KnownApp } from "./control/AppEndpoints.ts"
import { decodeOption } from "./decodeOption.ts"
import { NewApp } from "./NewApp.ts"
import { type Held, type KnownUser, Population } from "./Population.ts"
import * as PromiseClocks from "./PromiseClocks.ts"
import { Seed } from "./Seed.ts"
import * as SeedData from "./SeedData.ts"
import { Tenants } from "./Tenants.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** An app by its client app id. Rejects with `AppNotFound` when there is none. */
export interface PromiseControl {
  /** Where another process finds the same; `openapi.json` below it describes it. */
  readonly url: string
  readonly apps: () => Promise<ReadonlyArray<typeof KnownApp.Encoded>>
  /** An app of its own for a test. Rejects with an `InvalidOption` that says what is wrong, or with `AppNameInUse`. */
  readonly createApp: (app?: typeof NewApp.Encoded) => Promise<typeof KnownApp.Encoded>
  /** Adds what is not there by its name. Rejects with an `InvalidOption` that says what is wrong with it, and adds nothing. */
  readonly seed: (data: typeof SeedData.SeedData.Encoded) => Promise<void>
  /** With its users, sessions and documents. */
  readonly deleteApp: (clientAppId: string) => Promise<void>
  readonly users: (clientAppId: string) => Promise<ReadonlyArray<KnownUser>>
  /** A confirmed user, whose id it answers. */
  readonly createUser: (clientAppId: string, email: string, password: string) => Promise<string>
  /** False when there is none with this id. */
  readonly deleteUser: (clientAppId: string, userId: string) => Promise<boolean>
  readonly sessions: (clientAppId: string) => Promise<ReadonlyArray<Held>>
  /** The app's own clock, which runs along with that of the emulator until it is moved. */
  readonly clock: (clientAppId: string) => Promise<PromiseClocks.Clock>
  /** False when there is no such session, or it has ended. */
  readonly revokeSession: (clientAppId: string, sessionId: string) => Promise<boolean>
}

type Services = Apps | Population | Seed | Tenants | Users | VirtualClock

const decodeNewApp = decodeOption(NewApp, "app", "is no app")

/** `run` has the emulator's services; `url` is where it listens. */
export const make = (
  run: <A, E>(
    effect: Effect.Effect<A, E, Services>,
    options?: { readonly signal?: AbortSignal | undefined }
  ) => Promise<A>,
  url: string
): PromiseControl => {
  const known = (app: App) => Schema.encodeSync(KnownApp)(app)
  const inApp = <A, E, R extends Services>(clientAppId: string, f: (app: App) => Effect.Effect<A, E, R>) =>
    run(Effect.flatMap(Apps.use((apps) => apps.byClientAppId(String(clientAppId))), f))

  return {
    url: `${url}/__emulator`,
    apps: () => run(Effect.map(Apps.use(({ all }) => all), (apps) => apps.map(known))),
    createApp: (app = {}) =>
      run(Effect.map(Effect.flatMap(decodeNewApp(app), (app) => Tenants.use(({ create }) => create(app))), known)),
    seed: (data) => run(Effect.flatMap(SeedData.fromOption(data), (data) => Seed.use(({ add }) => add(data)))),
    deleteApp: (clientAppId) => inApp(clientAppId, (app) => Tenants.use((tenants) => tenants.delete(app))),
    clock: (clientAppId) =>
      inApp(clientAppId, (app) => Effect.map(VirtualClock, ({ ofApp }) => PromiseClocks.make(run, ofApp(app)))),
    users: (clientAppId) => inApp(clientAppId, (app) => Population.use(({ users }) => users(app))),
    createUser: (clientAppId, email, password) =>
      inApp(clientAppId, (app) =>
        Effect.map(
          Users.use(({ register }) => register({ app, email, password: Redacted.make(password), confirmed: true })),
          ({ userId }) => userId
        )),
    deleteUser: (clientAppId, userId) =>
      inApp(clientAppId, (app) => Population.use(({ deleteUser }) => deleteUser(app, userId))),
    sessions: (clientAppId) => inApp(clientAppId, (app) => Population.use(({ sessions }) => sessions(app))),
    revokeSession: (clientAppId, sessionId) =>
      inApp(clientAppId, (app) => Population.use(({ revokeSession }) => revokeSession(app, sessionId)))
  }
}
