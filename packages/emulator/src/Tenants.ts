/** Makes apps that have nothing to do with one another: one for each test. */
import type { BadRequest } from "@atlas-bearer/core/ClientError"
import type { AccountNameInUse } from "@atlas-bearer/core/EmailPasswordError"
import { MetadataField } from "@atlas-bearer/core/endpoints/admin/AuthProvider"
import { CustomUserDataConfig } from "@atlas-bearer/core/endpoints/admin/CustomUserDataConfig"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import { type App, Apps, EmailPassword } from "./Apps.ts"
import { Collections, JsonSchema, Relationships } from "./Collections.ts"
import { Database } from "./Database.ts"
import * as DefaultSeed from "./DefaultSeed.ts"
import * as JsonWebKeySets from "./JsonWebKeySets.ts"
import * as ObjectId from "./ObjectId.ts"
import type { Overloaded } from "./PasswordHash.ts"
import * as PublicKeys from "./PublicKeys.ts"
import * as RedirectUris from "./RedirectUris.ts"
import * as SigningSecrets from "./SigningSecrets.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** Everything has a default: an app without users and collections, under the default seed's group. */
export const NewApp = Schema.Struct({
  clientAppId: Schema.optional(Schema.NonEmptyString),
  name: Schema.optional(Schema.NonEmptyString),
  groupId: Schema.optional(Schema.NonEmptyString),
  emailPassword: Schema.optional(EmailPassword),
  authFunctionName: Schema.optional(Schema.String),
  /** HS256 tokens of this secret, or of at most 3, log in by `custom-token`. A new secret by default. */
  customTokenSecret: Schema.optional(Schema.Union([Secret, Schema.NonEmptyArray(Secret)])),
  /** RS256 tokens of these RSA keys do too: at most 3, in PEM or as JSON Web Keys. */
  customTokenKeys: Schema.optional(Schema.Array(PublicKeys.GivenKey)),
  /** The RSA keys of the JSON Web Key Set at this URL do instead, by the `kid` of a token. */
  customTokenJwkUri: Schema.optional(Schema.String),
  /** What their users bring with them: by default what is in `name` and `user_data` of a token. */
  customTokenMetadataFields: Schema.optional(Schema.Array(MetadataField)),
  /** Types of providers that are switched off, such as `anon-user`. */
  disabledProviders: Schema.optional(Schema.Array(Schema.String)),
  /** Where browser logins may end, by the types of their providers, such as `oauth2-google`. */
  redirectUris: Schema.optional(Schema.Record(Schema.String, Schema.Array(Schema.String))),
  /** The domains of the e-mail addresses that may log in by Google. By default all may. */
  domainRestrictions: Schema.optional(Schema.Array(Schema.String)),
  customUserData: Schema.optional(CustomUserDataConfig),
  /** Whom custom tokens must be for: the client app id by default. All of several, unless `requireAnyAudience`. */
  audience: Schema.optional(Schema.Union([Schema.NonEmptyString, Schema.NonEmptyArray(Schema.NonEmptyString)])),
  requireAnyAudience: Schema.optional(Schema.Boolean),
  /** Confirmed users. */
  users: Schema.optional(Schema.Array(Schema.Struct({ email: Schema.String, password: Secret }))),
  collections: Schema.optional(Schema.Array(Schema.Struct({
    collection: Schema.NonEmptyString,
    jsonSchema: JsonSchema,
    relationships: Schema.optional(Relationships),
    documents: Schema.optional(Schema.Array(Schema.JsonObject))
  })))
})
export type NewApp = typeof NewApp.Type

/** The client app id is another app's. */
export class AppNameInUse extends Schema.TaggedError<AppNameInUse>()("AppNameInUse", { description: Schema.String }, {
  httpApiStatus: 409
}) {
  override get message() {
    return `${this.description} Leave the client app id out to get a free one.`
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
      const apps = yield* Apps
      const clock = yield* VirtualClock
      const collections = yield* Collections
      const database = yield* Database
      const users = yield* Users

      return Tenants.of({
        create: Effect.fn("Tenants.create")(function*(given) {
          const { name = "app" } = given
          const { clientAppId = `${name}-${randomBytes(6).toString("hex")}` } = given
          if (Option.isSome(yield* Effect.option(apps.byClientAppId(clientAppId)))) {
            return yield* new AppNameInUse({ description: `There is an app '${clientAppId}' already.` })
          }
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
            id: yield* ObjectId.make,
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
