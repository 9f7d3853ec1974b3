/** Makes apps that have nothing to do with one another: one for each test. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import type { AccountNameInUse } from "@atlas-bearer/core/EmailPasswordError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { ApiKeys } from "./ApiKeys.ts"
import { type App, Apps } from "./Apps.ts"
import { Collections } from "./Collections.ts"
import { checkNewApp } from "./control/checkNewApp.ts"
import { Database } from "./Database.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import * as JsonWebKeySets from "./JsonWebKeySets.ts"
import type { NewApp } from "./NewApp.ts"
import * as ObjectId from "./ObjectId.ts"
import type { Overloaded } from "./PasswordHash.ts"
import * as PublicKeys from "./PublicKeys.ts"
import * as RedirectUris from "./RedirectUris.ts"
import * as SigningSecrets from "./SigningSecrets.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** The client app id or the app id is another app's. */
export class AppNameInUse extends Schema.TaggedError<AppNameInUse>()("AppNameInUse", { description: Schema.String }, {
  httpApiStatus: 409
}) {
  override get message() {
    return `${this.description} Leave it out to get a free one.`
  }
}

export class Tenants extends Context.Service<Tenants, {
  /** All of it, or nothing when it fails. */
  readonly create: (app: NewApp) => Effect.Effect<App, AppNameInUse | AccountNameInUse | BadRequest | Overloaded>
  /** With its users, sessions and documents. */
  readonly delete: (app: App) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/Tenants") {
  static readonly layer = Layer.effect(
    Tenants,
    Effect.gen(function*() {
      const apiKeys = yield* ApiKeys
      const apps = yield* Apps
      const clock = yield* VirtualClock
      const collections = yield* Collections
      const database = yield* Database
      const users = yield* Users

      return Tenants.of({
        create: Effect.fn("Tenants.create")(function*(given) {
          const { name = "app" } = given
          const { clientAppId = `${name}-${randomBytes(6).toString("hex")}`, id = yield* ObjectId.make } = given
          if (Option.isSome(yield* Effect.option(apps.byClientAppId(clientAppId)))) {
            return yield* new AppNameInUse({ description: `There is an app '${clientAppId}' already.` })
          }
          if (Option.isSome(yield* database.get(Schema.Struct({}), "SELECT 1 FROM apps WHERE id = :id", { id }))) {
            return yield* new AppNameInUse({ description: `There is an app with the id '${id}' already.` })
          }
          yield* Effect.fromResult(checkNewApp(given))
          const keys = yield* Effect.fromResult(PublicKeys.fromAll(given.customTokenKeys ?? []))
          const jwkURI = given.customTokenJwkUri
          if (jwkURI !== undefined) yield* Effect.fromResult(JsonWebKeySets.checkUri(jwkURI))
          const [secret = Redacted.make(randomBytes(32).toString("base64url")), ...otherSecrets] = yield* Effect
            .fromResult(
              SigningSecrets.check([given.customTokenSecret ?? []].flat())
            )
          const [audience = clientAppId, ...otherAudiences] = [given.audience ?? clientAppId].flat()
          const { redirectUris = {} } = given
          yield* Effect.fromResult(RedirectUris.check(Object.values(redirectUris).flat()))
          const app = yield* apps.create({
            id,
            clientAppId,
            groupId: given.groupId ?? DefaultSeed.app.groupId,
            domainId: yield* ObjectId.make,
            name,
            customToken: {
              secret,
              otherSecrets,
              audience,
              otherAudiences: otherAudiences.length === 0 ? undefined : otherAudiences,
              requireAnyAudience: given.requireAnyAudience,
              keys,
              metadataFields: given.customTokenMetadataFields,
              useJWKURI: jwkURI !== undefined,
              jwkURI
            },
            emailPassword: given.emailPassword ?? { autoConfirm: true },
            authFunctionName: given.authFunctionName ?? null,
            redirectUris,
            domainRestrictions: given.domainRestrictions ?? [],
            disabledProviders: given.disabledProviders ?? [],
            customUserData: given.customUserData ?? { enabled: false }
          })
          for (const { email, password } of given.users ?? []) {
            yield* users.register({ app, email, password, confirmed: true })
          }
          for (const apiKey of given.apiKeys ?? []) {
            if (yield* apiKeys.isTaken(apiKey.key)) {
              return yield* new BadRequest({ description: `the API key '${apiKey.name}' is in use already` })
            }
            yield* apiKeys.create({ ...apiKey, app })
          }
          for (const { documents = [], relationships = {}, ...collection } of given.collections ?? []) {
            yield* collections.create(app, { ...collection, relationships })
            yield* Effect.forEach(documents, (document) => collections.insert(app, collection.collection, document))
          }
          return app
        }, database.transaction),
        delete: ({ domainId }) =>
          Effect.andThen(database.run("DELETE FROM domains WHERE id = :domainId", { domainId }), clock.forget(domainId))
      })
    })
  )
}
