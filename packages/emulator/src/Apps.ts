/** The App Services apps that the emulator serves. */
import { AppNotFound } from "@atlas-bearer/core/ClientError"
import { MetadataField } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import { CustomUserDataConfig } from "@atlas-bearer/core/endpoints/admin/CustomUserDataConfig"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import { randomBytes } from "node:crypto"
import { Database } from "./Database.ts"
import { PublicKey } from "./PublicKeys.ts"

/**
 * What the app's custom-token provider trusts: tokens for `audience`, HS256 with `secret` or one of `otherSecrets`, or RS256
 * with one of `keys`, or with a key of the set at `jwkURI` instead of those. Tokens must be for `otherAudiences` too, or for any of them all.
 */
const CustomToken = Schema.Struct({
  secret: Secret,
  otherSecrets: Schema.optional(Schema.Array(Secret)),
  audience: Schema.String,
  otherAudiences: Schema.optional(Schema.Array(Schema.String)),
  requireAnyAudience: Schema.optional(Schema.Boolean),
  keys: Schema.optional(Schema.Array(PublicKey)),
  useJWKURI: Schema.optional(Schema.Boolean),
  jwkURI: Schema.optional(Schema.String),
  /** Without them users have what is in `name` and `user_data` of their tokens. */
  metadataFields: Schema.optional(Schema.Array(MetadataField))
})
/** How the app checks custom tokens. */
export type CustomToken = typeof CustomToken.Type

/**
 * How the app treats e-mail addresses and passwords, in the vendor's words. `autoConfirm` confirms users as they register.
 * Without it the confirmation function decides, or an e-mail where there is none. Likewise for resets.
 */
export const EmailPassword = Schema.Struct({
  autoConfirm: Schema.Boolean,
  confirmationFunctionName: Schema.optional(Schema.String),
  resetFunctionName: Schema.optional(Schema.String)
})
export type EmailPassword = typeof EmailPassword.Type

const settings = {
  customToken: Schema.fromJsonString(CustomToken),
  emailPassword: Schema.fromJsonString(EmailPassword),
  /** The function of the custom-function provider, which the app has only then. */
  authFunctionName: Schema.NullOr(Schema.String),
  /** The types of the providers that are switched off. */
  disabledProviders: Schema.fromJsonString(Schema.Array(Schema.String)),
  /** The types of the providers that an administrator deleted. */
  absentProviders: Schema.fromJsonString(Schema.Array(Schema.String)),
  /** Where the browser logins of a provider may end, by its type. */
  redirectUris: Schema.fromJsonString(Schema.Record(Schema.String, Schema.Array(Schema.String))),
  /** The domains of the e-mail addresses that may log in by Google: all, if it is empty. */
  domainRestrictions: Schema.fromJsonString(Schema.Array(Schema.String)),
  /** The web origins that requests may come from: from all, if it is empty. */
  allowedOrigins: Schema.fromJsonString(Schema.Array(Schema.String)),
  /** Seconds. */
  refreshTokenLife: Schema.Int,
  customUserData: Schema.fromJsonString(CustomUserDataConfig)
}

const Row = Schema.Struct({
  id: Schema.String,
  clientAppId: Schema.String,
  groupId: Schema.String,
  domainId: Schema.String,
  name: Schema.String,
  ...settings
})

const Settings = Schema.Struct(settings).mapFields(Struct.map(Schema.optional))

/** What can be changed of an app. */
export type Settings = typeof Settings.Type

const defaults = {
  disabledProviders: [],
  absentProviders: [],
  redirectUris: {},
  domainRestrictions: [],
  allowedOrigins: [],
  refreshTokenLife: 60 * 24 * 3600,
  customUserData: { enabled: false }
}
type Defaulted = keyof typeof defaults

const App = Schema.Struct({ ...Row.fields, signingSecret: Secret })

/** `clientAppId` is the id that clients know, such as `myapp-abcde`; `domainId` stands in the app's tokens. */
export type App = typeof App.Type

type Id = Readonly<Record<"id", string>>

const select = "SELECT * FROM apps JOIN (SELECT id AS domainId, signingSecret FROM domains) USING (domainId)"

export class Apps extends Context.Service<Apps, {
  readonly byClientAppId: (clientAppId: string) => Effect.Effect<App, AppNotFound>
  readonly byId: (groupId: string, id: string) => Effect.Effect<App, AppNotFound>
  readonly byDomainId: (domainId: string) => Effect.Effect<App, AppNotFound>
  readonly all: Effect.Effect<ReadonlyArray<App>>
  /** Adds an app, with a new secret to sign its tokens. */
  readonly create: (
    app: Omit<typeof Row.Type, Defaulted> & Partial<Pick<typeof Row.Type, Defaulted>>
  ) => Effect.Effect<App>
  /** What is left out stays as it is. */
  readonly configure: (clientAppId: string, settings: Settings) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/Apps") {
  static readonly layer = Layer.effect(
    Apps,
    Effect.gen(function*() {
      const database = yield* Database

      /** Almost every request asks for its app. */
      const find = <Key extends Readonly<Record<string, string>>>(where: string, describe: (key: Key) => string) => {
        const found = database.remember(App, `${select} WHERE ${where}`)
        return (key: Key) =>
          Effect.flatMap(
            found(key),
            ([app]) =>
              app === undefined ? Effect.fail(new AppNotFound({ description: describe(key) })) : Effect.succeed(app)
          )
      }
      const byClientAppId = find("clientAppId = :id", ({ id }: Id) => `cannot find app using Client App ID '${id}'`)
      const byDomainId = find("domainId = :id", ({ id }: Id) => `cannot find app using domain ID '${id}'`)
      const byId = find(
        "id = :id AND groupId = :groupId",
        ({ groupId, id }: Readonly<Record<"groupId" | "id", string>>) => `cannot find app '${id}' in group '${groupId}'`
      )

      return Apps.of({
        all: database.all(App, `${select} ORDER BY name`),
        byClientAppId: (id) => byClientAppId({ id }),
        byId: (groupId, id) => byId({ groupId, id }),
        byDomainId: (id) => byDomainId({ id }),
        create: Effect.fn("Apps.create")(function*(app) {
          const signingSecret = randomBytes(32).toString("base64url")
          yield* database.insert("domains", { id: app.domainId, kind: "app", signingSecret })
          yield* database.insert("apps", Schema.encodeSync(Row)({ ...defaults, ...app }))
          return yield* Effect.orDie(byDomainId({ id: app.domainId }))
        }, database.transaction),
        configure: Effect.fn("Apps.configure")(function*(clientAppId, settings) {
          for (const [column, value] of Object.entries(Schema.encodeSync(Settings)(settings))) {
            if (value === undefined) continue
            yield* database.run(`UPDATE apps SET ${column} = :value WHERE clientAppId = :clientAppId`, {
              clientAppId,
              value
            })
          }
        }, database.transaction)
      })
    })
  )
}
