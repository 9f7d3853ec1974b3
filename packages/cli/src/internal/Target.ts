/** Whose token a command is about, from flags, environment and profile. */
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as ExitCode from "../ExitCode.ts"
import { Failed, usage } from "./Failed.ts"
import * as Profile from "./Profile.ts"
import { ProfileName } from "./settings.ts"

export interface User {
  readonly kind: "user"
  readonly app: string
  readonly baseUrl: string | undefined
}

export interface ServiceAccount {
  readonly kind: "serviceAccount"
  readonly clientId: string
  readonly clientSecretFile: string | undefined
  readonly secretStdin: boolean
  readonly baseUrl: string | undefined
}

type Target = User | ServiceAccount

/** A text from the flag, or else from the environment. */
export const textFlag = (name: string, variable: string, metavar: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withFallbackConfig(Config.String(variable)),
    Flag.withMetavar(metavar),
    Flag.withDescription(`${description} (${variable})`),
    Flag.optional,
    Flag.map(Option.getOrUndefined)
  )

export const flags = {
  serviceAccount: Flag.Boolean("service-account").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("A service account of Cloud Manager or Atlas, not a user")
  ),
  app: textFlag("app", "ATLAS_BEARER_APP", "ID", "Client app id, such as myapp-abcde"),
  clientId: textFlag("client-id", "ATLAS_BEARER_CLIENT_ID", "ID", "The service account's client id"),
  baseUrl: textFlag("base-url", "ATLAS_BEARER_BASE_URL", "URL", "Another server than the hosted one")
}

/** For commands that may need a secret. */
export const secretFlags = {
  secretStdin: Flag.Boolean("secret-stdin").pipe(
    Flag.withDefault(false),
    Flag.withoutNegation,
    Flag.withDescription("Read the secret from standard input")
  )
}

export interface Flags {
  readonly secretStdin?: boolean | undefined
  readonly serviceAccount: boolean
  readonly app: string | undefined
  readonly clientId: string | undefined
  readonly baseUrl: string | undefined
}

/** A flag goes before the environment, which goes before the profile. Another account's base URL is never taken over. */
export const resolve = Effect.fn("Target.resolve")(function*(flags: Flags) {
  const profile = yield* Profile.read
  const isServiceAccount = flags.serviceAccount || (profile.clientId !== undefined && flags.app === undefined)
  if (isServiceAccount) {
    const clientId = flags.clientId ?? profile.clientId
    if (clientId === undefined) {
      return yield* usage("Which service account? Give --client-id or ATLAS_BEARER_CLIENT_ID.")
    }
    const isProfiles = clientId === profile.clientId
    const target: Target = {
      kind: "serviceAccount",
      clientId,
      secretStdin: flags.secretStdin ?? false,
      clientSecretFile: isProfiles ? profile.clientSecretFile : undefined,
      baseUrl: flags.baseUrl ?? (isProfiles ? profile.baseUrl : undefined)
    }
    return target
  }
  const app = flags.app ?? profile.app
  if (app === undefined) {
    const name = yield* ProfileName
    return yield* new Failed({
      message: `Nobody is logged in with the profile ${name}. Run: atlas-bearer login --app ID`,
      exitCode: ExitCode.notLoggedIn
    })
  }
  const target: Target = {
    kind: "user",
    app,
    baseUrl: flags.baseUrl ?? (app === profile.app ? profile.baseUrl : undefined)
  }
  return target
})
