/** The App Services apps that the emulator serves. */
import { AppNotFound } from "@atlas-bearer/core/ClientError"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { Database } from "./Database.ts"

/** What the app's custom-token provider trusts: HS256 tokens signed with `secret` for `audience`. */
const CustomToken = Schema.Struct({ secret: Secret, audience: Schema.String })

/**
 * How the app treats e-mail addresses and passwords, in the vendor's words. `autoConfirm` confirms users as they register.
 * Without it the confirmation function decides, or an e-mail where there is none. Likewise for resets.
 */
const EmailPassword = Schema.Struct({
  autoConfirm: Schema.Boolean,
  confirmationFunctionName: Schema.optional(Schema.String),
  resetFunctionName: Schema.optional(Schema.String)
})
export type EmailPassword = typeof EmailPassword.Type

const Row = Schema.Struct({
  id: Schema.String,
  clientAppId: Schema.String,
  groupId: Schema.String,
  domainId: Schema.String,
  name: Schema.String,
  customToken: Schema.fromJsonString(CustomToken),
  emailPassword: Schema.fromJsonString(EmailPassword),
  /** The function of the custom-function provider, which the app has only then. */
  authFunctionName: Schema.NullOr(Schema.String)
})

const App = Schema.Struct({ ...Row.fields, signingSecret: Secret })

/** `clientAppId` is the id that clients know, such as `myapp-abcde`; `domainId` stands in the app's tokens. */
export type App = typeof App.Type

const select = "SELECT * FROM apps JOIN (SELECT id AS domainId, signingSecret FROM domains) USING (domainId)"

export interface Settings {
  readonly emailPassword?: EmailPassword | undefined
  /** `null` for none. */
  readonly authFunctionName?: string | null | undefined
}

export class Apps extends Context.Service<Apps, {
  readonly byClientAppId: (clientAppId: string) => Effect.Effect<App, AppNotFound>
  readonly byId: (groupId: string, id: string) => Effect.Effect<App, AppNotFound>
  readonly byDomainId: (domainId: string) => Effect.Effect<App, AppNotFound>
  readonly all: Effect.Effect<ReadonlyArray<App>>
  /** Adds an app, with a new secret to sign its tokens. */
  readonly create: (app: typeof Row.Type) => Effect.Effect<App>
  /** Changes the settings of an app's providers; what is left out stays as it is. */
  readonly configure: (clientAppId: string, settings: Settings) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/Apps") {
  static readonly layer = Layer.effect(
    Apps,
    Effect.gen(function*() {
      const database = yield* Database

      const find = (where: string, parameters: Readonly<Record<string, string>>, description: string) =>
        Effect.flatMap(
          database.get(App, `${select} WHERE ${where}`, parameters),
          Option.match({
            onNone: () => Effect.fail(new AppNotFound({ description })),
            onSome: Effect.succeed
          })
        )

      const byDomainId = (domainId: string) =>
        find("domainId = :domainId", { domainId }, `cannot find app using domain ID '${domainId}'`)

      return Apps.of({
        all: database.all(App, `${select} ORDER BY name`),
        byClientAppId: (clientAppId) =>
          find(
            "clientAppId = :clientAppId",
            { clientAppId },
            `cannot find app using Client App ID '${clientAppId}'`
          ),
        byId: (groupId, id) =>
          find("id = :id AND groupId = :groupId", { id, groupId }, `cannot find app '${id}' in group '${groupId}'`),
        byDomainId,
        create: Effect.fn("Apps.create")(function*(app) {
          const signingSecret = randomBytes(32).toString("base64url")
          yield* database.insert("domains", { id: app.domainId, kind: "app", signingSecret })
          yield* database.insert("apps", Schema.encodeSync(Row)(app))
          return yield* Effect.orDie(byDomainId(app.domainId))
        }, database.transaction),
        configure: Effect.fn("Apps.configure")(function*(clientAppId, { authFunctionName, emailPassword }) {
          const change = (column: string, value: string | null) =>
            database.run(`UPDATE apps SET ${column} = :value WHERE clientAppId = :clientAppId`, { clientAppId, value })
          if (emailPassword !== undefined) yield* change("emailPassword", JSON.stringify(emailPassword))
          if (authFunctionName !== undefined) yield* change("authFunctionName", authFunctionName)
        })
      })
    })
  )
}
