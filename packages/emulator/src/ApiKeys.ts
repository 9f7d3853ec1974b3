/** Server API keys: a program that has one logs in as a user of type `server`. */
import { AuthError, type UserDisabled } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import type { Identity } from "./Identities.ts"
import * as ObjectId from "./ObjectId.ts"
import * as SecretHash from "./SecretHash.ts"
import { Users } from "./Users.ts"

const ApiKey = Schema.Struct({ id: Schema.String, name: Schema.String })

export class ApiKeys extends Context.Service<ApiKeys, {
  readonly authenticate: (app: App, key: Redacted.Redacted) => Effect.Effect<Identity, AuthError | UserDisabled>
  readonly create: (apiKey: {
    readonly app: App
    readonly name: string
    readonly key: Redacted.Redacted
  }) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/ApiKeys") {
  static readonly layer = Layer.effect(
    ApiKeys,
    Effect.gen(function*() {
      const database = yield* Database
      const users = yield* Users
      return ApiKeys.of({
        authenticate: Effect.fn("ApiKeys.authenticate")(function*(app, key) {
          const found = yield* database.get(ApiKey, "SELECT * FROM apiKeys WHERE hash = :hash AND appId = :appId", {
            hash: SecretHash.make(key),
            appId: app.id
          })
          if (Option.isNone(found)) return yield* new AuthError({ description: "invalid API key" })
          const { id, name } = found.value
          return yield* users.byIdentity({
            app,
            providerType: "api-key",
            externalId: id,
            type: "server",
            data: { name }
          })
        }),
        create: Effect.fn("ApiKeys.create")(function*({ app, key, name }) {
          yield* database.insert("apiKeys", {
            hash: SecretHash.make(key),
            id: yield* ObjectId.make,
            appId: app.id,
            name
          })
        })
      })
    })
  )
}
