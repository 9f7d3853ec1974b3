/** Opens the account that a command is about, with the profile's store and with progress on stderr. */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Redacted from "effect/Redacted"
import type * as Stdio from "effect/Stdio"
import * as ExitCode from "../ExitCode.ts"
import { attempt } from "./attempt.ts"
import { Failed, usage } from "./Failed.ts"
import * as progress from "./progress.ts"
import * as secrets from "./secrets.ts"
import { ProfileName } from "./settings.ts"
import * as Store from "./Store.ts"
import * as Target from "./Target.ts"

const noSecret = usage(
  "The client secret is needed: set ATLAS_BEARER_CLIENT_SECRET, or name a file that only you can read at " +
    "atlas-bearer login --service-account --client-secret-file FILE"
)

/** From standard input, a flag's file, the environment or the profile's file; a token that is still good needs none. */
const clientSecret = (
  { clientSecretFile: file, secretStdin }: Target.ServiceAccount,
  flagFile: string | undefined
): Effect.Effect<Redacted.Redacted, Failed, FileSystem.FileSystem | Stdio.Stdio> => {
  if (secretStdin) return secrets.fromStdin
  if (flagFile !== undefined) return secrets.fromFile(flagFile)
  const given = secrets.fromEnvironment("ATLAS_BEARER_CLIENT_SECRET")
  if (given !== undefined) return Effect.succeed(given)
  return file === undefined ? Effect.fail(noSecret) : secrets.fromFile(file)
}

export const openServiceAccount = Effect.fn("Account.openServiceAccount")(
  function*(target: Target.ServiceAccount, flagFile?: string) {
    const { baseUrl, clientId } = target
    const store = yield* Store.open
    const { make } = yield* attempt(() => import("@atlas-bearer/node/ServiceAccount"))
    const services = yield* Effect.context<FileSystem.FileSystem | Stdio.Stdio>()
    // Standard input can be read once, and a refused secret is asked for again.
    const readSecret = yield* Effect.cached(
      Effect.map(Effect.provideContext(clientSecret(target, flagFile), services), Redacted.value)
    )
    let usedSecret = false
    const account = yield* Effect.acquireDisposable(attempt(() =>
      make({
        clientId,
        clientSecret: () => {
          usedSecret = true
          return Effect.runPromise(readSecret)
        },
        baseUrl,
        store: store.promises
      })
    ))
    yield* progress.follow(account.events)
    /** `usedSecret` tells whether the server has been asked: a token of the store needs no secret. */
    return { account, store, usedSecret: () => usedSecret }
  }
)

export const openApp = Effect.fn("Account.openApp")(function*({ app: appId, baseUrl }: Target.User) {
  const store = yield* Store.open
  const { make } = yield* attempt(() => import("@atlas-bearer/node/App"))
  const app = yield* Effect.acquireDisposable(attempt(() => make({ appId, baseUrl, store: store.promises })))
  yield* progress.follow(app.events)
  yield* store.guard(attempt(() => app.ready))
  return { app, store }
})

/** Fails unless somebody is logged in. */
export const openUser = Effect.fn("Account.openUser")(function*(target: Target.User) {
  const { app, store } = yield* openApp(target)
  const user = app.currentUser
  if (user === undefined) {
    yield* store.check
    yield* store.warn
    const name = yield* ProfileName
    return yield* new Failed({
      message: `Nobody is logged in to ${app.id} with the profile ${name}. Run: atlas-bearer login --app ${app.id}`,
      exitCode: ExitCode.notLoggedIn
    })
  }
  return { app, store, user }
})

/** Whoever has tokens. */
export const openHolder = Effect.fn("Account.openHolder")(function*(flags: Target.Flags) {
  const target = yield* Target.resolve(flags)
  if (target.kind === "user") {
    const { store, user } = yield* openUser(target)
    return { holder: user, store }
  }
  const { account, store } = yield* openServiceAccount(target)
  return { holder: account, store }
})
