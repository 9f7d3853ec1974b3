/** How a user logs in, and where what proves it comes from. */
import type { Credentials } from "@atlas-bearer/node/Credentials"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { attempt } from "./attempt.ts"
import { usage } from "./Failed.ts"
import * as secrets from "./secrets.ts"
import * as Target from "./Target.ts"

/** The environment variable and the question for a provider's secret. */
const secretOf = {
  "local-userpass": ["ATLAS_BEARER_PASSWORD", "Password"],
  "api-key": ["ATLAS_BEARER_API_KEY", "API key"],
  "custom-token": ["ATLAS_BEARER_CUSTOM_TOKEN", "Custom JWT"],
  "custom-function": ["ATLAS_BEARER_PAYLOAD", "Payload (JSON)"]
} as const

const providers = ["local-userpass", "api-key", "custom-token", "custom-function", "anon-user"] as const

export const flags = {
  provider: Flag.Literals("provider", providers).pipe(
    Flag.withDefault("local-userpass"),
    Flag.withDescription("Authentication provider (default: local-userpass)")
  ),
  username: Target.textFlag("username", "ATLAS_BEARER_USERNAME", "EMAIL", "Who logs in with local-userpass")
}

export interface Flags {
  readonly provider: (typeof providers)[number]
  readonly username: string | undefined
  readonly secretStdin: boolean
}

const decodePayload = Schema.decodeEffect(Schema.fromJsonString(Schema.JsonObject))

const secretFor = Effect.fn("Provider.secretFor")(function*(provider: keyof typeof secretOf, secretStdin: boolean) {
  if (secretStdin) return yield* secrets.fromStdin
  const [variable, question] = secretOf[provider]
  return secrets.fromEnvironment(variable) ??
    (yield* secrets.askSecret(question, `set ${variable}, or give --secret-stdin`))
})

/** Asks for what neither flags nor environment say. */
export const credentials = Effect.fn("Provider.credentials")(function*(flags: Flags) {
  const make = yield* attempt(() => import("@atlas-bearer/node/Credentials"))
  const { provider } = flags
  if (provider === "anon-user") return make.anonymous()
  const username = provider === "local-userpass"
    ? flags.username ?? (yield* secrets.askText("E-mail", "give --username or ATLAS_BEARER_USERNAME"))
    : ""
  const secret = Redacted.value(yield* secretFor(provider, flags.secretStdin))
  switch (provider) {
    case "local-userpass":
      return make.emailPassword({ username, password: secret })
    case "api-key":
      return make.apiKey(secret)
    case "custom-token":
      return make.customToken(secret)
    case "custom-function": {
      const payload = yield* Effect.mapError(decodePayload(secret), () => usage("The payload has to be a JSON object."))
      const made: Credentials = make.customFunction(payload)
      return made
    }
  }
})
