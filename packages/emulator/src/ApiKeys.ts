/** API keys that log in: a server key as a user of type `server`, a user's key as that user. */
import { AuthError, UserDisabled } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import * as ObjectId from "./ObjectId.ts"
import * as Proof from "./Proof.ts"
import * as SecretHash from "./SecretHash.ts"

const Found = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  userId: Schema.NullOr(Schema.String),
  userDisabled: Schema.BooleanFromBit
})

const enabledKey = `
  SELECT apiKeys.*, coalesce(users.disabled, 0) AS userDisabled FROM apiKeys LEFT JOIN users ON users.id = userId
  WHERE hash = :hash AND appId = :appId AND NOT apiKeys.disabled`

export class ApiKeys extends Context.Service<ApiKeys, {
  readonly prove: (
    app: App,
    key: Redacted.Redacted
  ) => Effect.Effect<Proof.External | Proof.UserKey, AuthError | UserDisabled>
  /** A key is one app's, and one user's or server's. */
  readonly isTaken: (key: Redacted.Redacted) => Effect.Effect<boolean>
  /** Without a user it is a server API key. */
  readonly create: (apiKey: {
    readonly app: App
    readonly name: string
    readonly key: Redacted.Redacted
    readonly userId?: string | undefined
  }) => Effect.Effect<string>
}>()("@atlas-bearer/emulator/ApiKeys") {
  static readonly layer = Layer.effect(
    ApiKeys,
    Effect.gen(function*() {
      const database = yield* Database
      return ApiKeys.of({
        prove: Effect.fn("ApiKeys.prove")(function*(app, key) {
          const found = yield* database.get(Found, enabledKey, { hash: SecretHash.make(key), appId: app.id })
          if (Option.isNone(found)) return yield* new AuthError({ description: "invalid API key" })
          const { id, name, userDisabled, userId } = found.value
          if (userId === null) {
            return Proof.external({ providerType: "api-key", externalId: id, type: "server", data: { name } })
          }
          if (userDisabled) return yield* new UserDisabled({ description: "user disabled" })
          const providerId = ObjectId.fromText(`${app.domainId} api-key`)
          return Proof.userKey({ id, userId, providerType: "api-key", providerId, providerData: { name } })
        }),
        isTaken: (key) =>
          Effect.map(
            database.get(Schema.Struct({}), "SELECT 1 FROM apiKeys WHERE hash = :hash", { hash: SecretHash.make(key) }),
            Option.isSome
          ),
        create: Effect.fn("ApiKeys.create")(function*({ app, key, name, userId }) {
          const id = yield* ObjectId.make
          yield* database.insert("apiKeys", {
            hash: SecretHash.make(key),
            id,
            appId: app.id,
            name,
            userId: userId ?? null,
            disabled: 0
          })
          return id
        })
      })
    })
  )
}
