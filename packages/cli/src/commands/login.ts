/** `atlas-bearer login`: keeps a user's session, or a service account, in the profile. */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as path from "node:path"
import * as Account from "../internal/Account.ts"
import { attempt } from "../internal/attempt.ts"
import { print } from "../internal/output.ts"
import * as Profile from "../internal/Profile.ts"
import * as Provider from "../internal/Provider.ts"
import * as secrets from "../internal/secrets.ts"
import * as serviceAccountToken from "../internal/serviceAccountToken.ts"
import * as sessions from "../internal/sessions.ts"
import * as Target from "../internal/Target.ts"
import { visible } from "../internal/visible.ts"

const flags = {
  ...Target.flags,
  ...Target.secretFlags,
  ...Provider.flags,
  clientSecretFile: Flag.File("client-secret-file", { mustExist: true }).pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("Where the client secret is; a file that only you can read"),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )
}

interface Flags extends Target.Flags, Provider.Flags {
  readonly secretStdin: boolean
  readonly clientSecretFile: string | undefined
}

/** A profile has one account: whoever had it before is logged out. No server is needed for that. */
const keep = Effect.fn("login.keep")(function*(account: Omit<Profile.Profile, "verifier">) {
  const { verifier, ...before } = yield* Profile.read
  yield* Profile.write({ ...account, verifier })
  const { app, baseUrl, clientId, clientSecretFile } = before
  if (app === account.app && clientId === account.clientId && baseUrl === account.baseUrl) return
  if (app !== undefined) yield* Effect.ignore(sessions.endAllOf(app, baseUrl))
  if (clientId !== undefined) {
    const target = { kind: "serviceAccount" as const, clientId, clientSecretFile, baseUrl, secretStdin: false }
    yield* Effect.ignore(serviceAccountToken.revoke(target))
  }
})

/** A new token proves that id and secret fit; one of the store does not. */
const withServiceAccount = Effect.fn("login.withServiceAccount")(
  function*(target: Target.ServiceAccount, file: string | undefined) {
    const given = file === undefined ? undefined : path.resolve(file)
    const clientSecretFile = given ?? target.clientSecretFile
    const { account, store, usedSecret } = yield* Account.openServiceAccount(target, given)
    const getAccessToken = store.guard(attempt((signal) => account.getAccessToken({ signal })))
    const token = yield* getAccessToken
    if (!usedSecret()) yield* Effect.andThen(attempt(() => account.invalidate(token)), getAccessToken)
    yield* store.check
    const { baseUrl, clientId } = target
    yield* keep({ clientId, clientSecretFile, baseUrl })
    yield* print(`Service account ${clientId} is ready.`, { clientId, clientSecretFile })
  }
)

const withUser = Effect.fn("login.withUser")(
  function*(target: Target.User, flags: Flags) {
    const credentials = yield* Provider.credentials(flags)
    const { app, store } = yield* Account.openApp(target)
    yield* store.check
    const user = yield* store.guard(attempt((signal) => app.logIn(credentials, { signal })))
    yield* store.check
    yield* keep({ app: target.app, baseUrl: target.baseUrl })
    yield* Effect.ignore(sessions.end(app.users.filter((other) => other.id !== user.id)))
    const { email } = user.profile.data
    const name = typeof email === "string" ? `${email} (${user.id})` : user.id
    yield* print(`Logged in to ${app.id} as ${visible(name)}.`, { app: app.id, userId: user.id })
  }
)

/** Asks where it can. */
const targetOf = Effect.fn("login.targetOf")(function*(flags: Flags) {
  const isNew = !flags.serviceAccount && flags.app === undefined && (yield* Profile.read).app === undefined
  const app = isNew ? yield* secrets.askText("App id", "give --app or ATLAS_BEARER_APP") : flags.app
  return yield* Target.resolve({ ...flags, app })
})

export const login = Command.make("login", flags, (flags) =>
  Effect.scoped(Effect.gen(function*() {
    const target = yield* targetOf(flags)
    return yield* target.kind === "user" ? withUser(target, flags) : withServiceAccount(target, flags.clientSecretFile)
  }))).pipe(
    Command.withDescription(
      "Log in, and keep the session in the profile for all other commands. The secret comes from ATLAS_BEARER_PASSWORD, ATLAS_BEARER_API_KEY, ATLAS_BEARER_CUSTOM_TOKEN, ATLAS_BEARER_PAYLOAD or ATLAS_BEARER_CLIENT_SECRET, from standard input or a prompt, never from an argument."
    ),
    Command.withShortDescription("Log in a user, or set a service account up"),
    Command.withExamples([
      { command: "atlas-bearer login --app myapp-abcde", description: "Asks for e-mail and password" },
      {
        command: "pass show movies | atlas-bearer login --app myapp-abcde --username test@example.com --secret-stdin",
        description: "With a password manager"
      },
      {
        command: "ATLAS_BEARER_API_KEY=... atlas-bearer login --app myapp-abcde --provider api-key",
        description: "In CI"
      },
      {
        command:
          "atlas-bearer --profile ops login --service-account --client-id mdb_sa_id_... --client-secret-file ~/.atlas-secret",
        description: "A service account, whose secret stays in its file"
      }
    ])
  )
