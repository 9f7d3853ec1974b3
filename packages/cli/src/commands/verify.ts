/** `atlas-bearer verify -`: asks App Services whether a user's token is valid. */
import * as Command from "effect/cli/Command"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { attempt } from "../internal/attempt.ts"
import { usage } from "../internal/Failed.ts"
import * as life from "../internal/life.ts"
import * as limits from "../internal/limits.ts"
import { print } from "../internal/output.ts"
import * as Profile from "../internal/Profile.ts"
import * as progress from "../internal/progress.ts"
import * as secrets from "../internal/secrets.ts"
import { readToken, stdinArgument } from "../internal/stdinArgument.ts"
import * as Store from "../internal/Store.ts"
import * as Target from "../internal/Target.ts"

const flags = {
  groupId: Target.textFlag("group-id", "ATLAS_BEARER_GROUP_ID", "ID", "The project's id"),
  appId: Target.textFlag("app-id", "ATLAS_BEARER_APP_ID", "ID", "The app's own id, not the client app id"),
  publicKey: Target.textFlag("public-key", "ATLAS_BEARER_PUBLIC_KEY", "KEY", "Public key of a Cloud API key"),
  baseUrl: Target.flags.baseUrl
}

const needed = (value: string | undefined, flag: string, variable: string) =>
  value === undefined
    ? Effect.fail(usage(`Give --${flag} or ${variable}, or name it in the profile.`))
    : Effect.succeed(value)

const privateKey = (file: string | undefined) => {
  const given = secrets.fromEnvironment("ATLAS_BEARER_PRIVATE_KEY")
  if (given !== undefined) return Effect.succeed(given)
  return file === undefined
    ? Effect.fail(usage("Set ATLAS_BEARER_PRIVATE_KEY, or name verifier.privateKeyFile in the profile."))
    : secrets.fromFile(file)
}

export const verify = Command.make(
  "verify",
  { ...flags, ...limits.flags, argument: stdinArgument },
  (flags) =>
    Effect.scoped(Effect.gen(function*() {
      const token = yield* readToken(flags.argument)
      const { verifier = {} } = yield* Profile.read
      const groupId = yield* needed(flags.groupId ?? verifier.groupId, "group-id", "ATLAS_BEARER_GROUP_ID")
      const appId = yield* needed(flags.appId ?? verifier.appId, "app-id", "ATLAS_BEARER_APP_ID")
      const publicKey = yield* needed(flags.publicKey ?? verifier.publicKey, "public-key", "ATLAS_BEARER_PUBLIC_KEY")
      const key = Redacted.value(yield* privateKey(verifier.privateKeyFile))
      const baseUrl = flags.baseUrl ?? verifier.baseUrl
      const store = yield* Store.open
      const { make } = yield* attempt(() => import("@atlas-bearer/node/TokenVerifier"))
      const service = yield* Effect.acquireDisposable(
        attempt(() => make({ groupId, appId, publicKey, privateKey: key, baseUrl, store: store.promises }))
      )
      yield* progress.follow(service.events)
      const claims = yield* store.guard(
        attempt((signal) => service.verify(Redacted.value(token), { ...limits.of(flags), signal }))
      )
      yield* store.warn
      const seconds = Math.floor(claims.exp - (yield* Clock.currentTimeMillis) / 1000)
      yield* print(`Valid: user ${claims.sub}, ${life.inWords(seconds)} left.`, { valid: true, claims })
    }))
).pipe(
  Command.withDescription(
    "Ask App Services whether a user's access token is valid: exit code 0, or 4 when it is not. A revoked session or a disabled user is not noticed. Needs a MongoDB Cloud API key; the private key comes from ATLAS_BEARER_PRIVATE_KEY or a file that the profile names."
  ),
  Command.withShortDescription("Ask whether a user's token is valid"),
  Command.withExamples([
    { command: "atlas-bearer token | atlas-bearer verify -", description: "The token is read from standard input" }
  ])
)
