/** The authentication providers of an app: which there are, how they are set, and whether they are switched on. */
import { AuthProviderAlreadyExists } from "@atlas-bearer/core/AuthProviderError"
import { AuthProviderNotFound, BadRequest } from "@atlas-bearer/core/ClientError"
import type { AuthProvider, MetadataField } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Schema from "effect/Schema"
import { type App, Apps } from "./Apps.ts"
import { Functions } from "./Functions.ts"
import * as ObjectId from "./ObjectId.ts"
import * as ProviderConfig from "./ProviderConfig.ts"
import * as RedirectUris from "./RedirectUris.ts"

interface Change {
  readonly disabled?: boolean | undefined
  readonly config?: typeof Schema.JsonObject.Type | undefined
  readonly redirectUris?: ReadonlyArray<string> | undefined
  readonly domainRestrictions?: ReadonlyArray<string> | undefined
  readonly metadataFields?: ReadonlyArray<typeof MetadataField.Type> | undefined
}

interface NewProvider extends Change {
  readonly type: string
}

const without = (types: ReadonlyArray<string>, type: string) => types.filter((other) => other !== type)

const view = (app: App) => (type: string) => ({
  id: ObjectId.fromText(`${app.domainId} ${type}`),
  name: type,
  type,
  disabled: app.disabledProviders.includes(type) || (type === "custom-function" && app.authFunctionName === null),
  config: ProviderConfig.ofApp(app, type),
  ...(type === "oauth2-google" && { domainRestrictions: app.domainRestrictions }),
  ...(type === "custom-token" && { metadataFields: app.customToken.metadataFields }),
  ...(RedirectUris.isFor(type) ? { redirectUris: app.redirectUris[type] ?? [] } : {})
})

export class AuthProviders extends Context.Service<AuthProviders, {
  readonly list: (app: App) => ReadonlyArray<AuthProvider>
  readonly get: (app: App, id: string) => Effect.Effect<AuthProvider, AuthProviderNotFound>
  /** Holds until the emulator starts again with other settings. */
  readonly update: (app: App, id: string, change: Change) => Effect.Effect<void, AuthProviderNotFound | BadRequest>
  /** An app has each type once, and at first it has them all. */
  readonly create: (
    app: App,
    provider: NewProvider
  ) => Effect.Effect<AuthProvider, AuthProviderAlreadyExists | BadRequest>
  /** Its users stay, and log in again once there is such a provider. */
  readonly delete: (app: App, id: string) => Effect.Effect<void, AuthProviderNotFound>
  /** Lets pass who logs in with a provider that is switched on. */
  readonly check: (app: App, type: string) => Effect.Effect<void, AuthProviderNotFound>
}>()("@atlas-bearer/emulator/AuthProviders") {
  static readonly layer = Layer.effect(
    AuthProviders,
    Effect.gen(function*() {
      const apps = yield* Apps
      const functions = yield* Functions

      const list = (app: App) =>
        ProviderConfig.types.filter((type) => !app.absentProviders.includes(type)).map(view(app))

      const get = Effect.fn("AuthProviders.get")(function*(app: App, id: string) {
        const found = list(app).find((provider) => provider.id === id)
        return found ?? (yield* new AuthProviderNotFound({ description: `auth provider not found: '${id}'` }))
      })

      /** The settings that make the provider as it is asked for. */
      const settingsFor = Effect.fnUntraced(function*(app: App, type: string, change: Change) {
        const { config = {}, disabled, domainRestrictions, metadataFields, redirectUris } = change
        const changed = yield* ProviderConfig.toSettings(app, type, config)
        const settings = {
          ...changed,
          ...(type === "custom-token" && metadataFields !== undefined && {
            customToken: { ...app.customToken, ...changed.customToken, metadataFields }
          }),
          ...(type === "oauth2-google" && { domainRestrictions }),
          ...(redirectUris === undefined ? {} : {
            redirectUris: { ...app.redirectUris, [type]: yield* Effect.fromResult(RedirectUris.check(redirectUris)) }
          })
        }
        const missing = ProviderConfig.functionsOf(settings).find((name) => !functions.has(name))
        if (missing !== undefined) return yield* new BadRequest({ description: `function not found: '${missing}'` })
        if (disabled === false && type === "custom-function" && !(settings.authFunctionName ?? app.authFunctionName)) {
          return yield* new BadRequest({ description: "custom-function needs the name of a function" })
        }
        const others = without(app.disabledProviders, type)
        return {
          ...settings,
          disabledProviders: disabled === undefined ? undefined : disabled ? [...others, type] : others
        }
      })

      return AuthProviders.of({
        list,
        get,
        update: Effect.fn("AuthProviders.update")(function*(app, id, change) {
          const { type } = yield* get(app, id)
          yield* apps.configure(app.clientAppId, yield* settingsFor(app, type, change))
        }),
        create: Effect.fn("AuthProviders.create")(function*(app, { disabled = false, type, ...change }) {
          if (!ProviderConfig.types.includes(type)) {
            return yield* new BadRequest({ description: `invalid provider type: '${type}'` })
          }
          if (!app.absentProviders.includes(type)) {
            return yield* new AuthProviderAlreadyExists({ description: `auth provider already exists: '${type}'` })
          }
          const settings = yield* settingsFor(app, type, { ...change, disabled })
          const absentProviders = without(app.absentProviders, type)
          yield* apps.configure(app.clientAppId, { ...settings, absentProviders })
          return view(yield* Effect.orDie(apps.byClientAppId(app.clientAppId)))(type)
        }),
        delete: Effect.fn("AuthProviders.delete")(function*(app, id) {
          const { type } = yield* get(app, id)
          yield* apps.configure(app.clientAppId, { absentProviders: [...app.absentProviders, type] })
        }),
        check: ({ absentProviders, disabledProviders }, type) => {
          const why = absentProviders.includes(type) ? "not found" : "is disabled"
          return absentProviders.includes(type) || disabledProviders.includes(type)
            ? Effect.fail(new AuthProviderNotFound({ description: `authentication provider ${why}: '${type}'` }))
            : Effect.void
        }
      })
    })
  )
}
