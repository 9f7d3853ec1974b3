/** The authentication providers of an app: which there are, how they are set, and whether they are switched on. */
import { AuthProviderNotFound, BadRequest } from "@atlas-bearer/core/ClientError"
import type { AuthProvider } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import { type App, Apps } from "./Apps.ts"
import { Functions } from "./Functions.ts"
import * as ObjectId from "./ObjectId.ts"
import * as ProviderConfig from "./ProviderConfig.ts"

interface Change {
  readonly disabled?: boolean | undefined
  readonly config?: typeof Schema.JsonObject.Type | undefined
}

const view = (app: App) => (type: string) => ({
  id: ObjectId.fromText(`${app.domainId} ${type}`),
  name: type,
  type,
  disabled: app.disabledProviders.includes(type) || (type === "custom-function" && app.authFunctionName === null),
  config: ProviderConfig.ofApp(app, type)
})

export class AuthProviders extends Context.Service<AuthProviders, {
  readonly list: (app: App) => ReadonlyArray<AuthProvider>
  readonly get: (app: App, id: string) => Effect.Effect<AuthProvider, AuthProviderNotFound>
  /** Holds until the emulator starts again with other settings. */
  readonly update: (app: App, id: string, change: Change) => Effect.Effect<void, AuthProviderNotFound | BadRequest>
  /** Lets pass who logs in with a provider that is switched on. */
  readonly check: (app: App, type: string) => Effect.Effect<void, AuthProviderNotFound>
}>()("@atlas-bearer/emulator/AuthProviders") {
  static readonly layer = Layer.effect(
    AuthProviders,
    Effect.gen(function*() {
      const apps = yield* Apps
      const functions = yield* Functions

      const list = (app: App) => ProviderConfig.types.map(view(app))

      const get = Effect.fn("AuthProviders.get")(function*(app: App, id: string) {
        const found = list(app).find((provider) => provider.id === id)
        return found ?? (yield* new AuthProviderNotFound({ description: `auth provider not found: '${id}'` }))
      })

      return AuthProviders.of({
        list,
        get,
        update: Effect.fn("AuthProviders.update")(function*(app, id, { config = {}, disabled }) {
          const { type } = yield* get(app, id)
          const settings = yield* ProviderConfig.toSettings(app, type, config)
          const missing = ProviderConfig.functionsOf(settings).find((name) => !functions.has(name))
          if (missing !== undefined) {
            return yield* new BadRequest({ description: `function not found: '${missing}'` })
          }
          if (
            disabled === false && type === "custom-function" && !(settings.authFunctionName ?? app.authFunctionName)
          ) {
            return yield* new BadRequest({ description: "custom-function needs the name of a function" })
          }
          const others = app.disabledProviders.filter((other) => other !== type)
          yield* apps.configure(app.clientAppId, {
            ...settings,
            disabledProviders: disabled === undefined ? undefined : disabled ? [...others, type] : others
          })
        }),
        check: ({ disabledProviders }, type) =>
          disabledProviders.includes(type)
            ? Effect.fail(
              new AuthProviderNotFound({ description: `authentication provider is disabled: '${type}'` })
            )
            : Effect.void
      })
    })
  )
}
