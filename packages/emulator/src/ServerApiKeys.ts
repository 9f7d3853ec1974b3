/** The server API keys of an app, which log in as users of type `server`. */
import { type APIKeyAlreadyExists, APIKeyNotFound } from "@atlas-bearer/core/ApiKeyError"
import type { BadRequest, InvalidParameter } from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ApiKeys } from "./ApiKeys.ts"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import * as NewApiKey from "./NewApiKey.ts"

const Key = Schema.Struct({ id: Schema.String, name: Schema.String, disabled: Schema.BooleanFromBit })
type Key = typeof Key.Type

const maxKeys = 100
const ofApp = "FROM apiKeys WHERE appId = :appId AND userId IS NULL"

const notFound = () => new APIKeyNotFound({ description: "API key not found" })

export class ServerApiKeys extends Context.Service<ServerApiKeys, {
  /** The key itself is in no other answer. */
  readonly create: (app: App, name: string) => Effect.Effect<
    Key & { readonly key: Redacted.Redacted },
    APIKeyAlreadyExists | BadRequest | InvalidParameter
  >
  readonly list: (app: App) => Effect.Effect<ReadonlyArray<Key>>
  readonly get: (app: App, id: string) => Effect.Effect<Key, APIKeyNotFound>
  readonly delete: (app: App, id: string) => Effect.Effect<void, APIKeyNotFound>
  readonly enable: (app: App, id: string) => Effect.Effect<void, APIKeyNotFound>
  readonly disable: (app: App, id: string) => Effect.Effect<void, APIKeyNotFound>
}>()("@atlas-bearer/emulator/ServerApiKeys") {
  static readonly layer = Layer.effect(
    ServerApiKeys,
    Effect.gen(function*() {
      const apiKeys = yield* ApiKeys
      const database = yield* Database

      const list = (app: App) => database.all(Key, `SELECT * ${ofApp} ORDER BY rowid`, { appId: app.id })

      const change = Effect.fnUntraced(function*(sql: string, app: App, id: string) {
        const { changes } = yield* database.run(sql, { appId: app.id, id })
        if (changes === 0) return yield* notFound()
      })
      const setDisabled = (disabled: 0 | 1) => (app: App, id: string) =>
        change(`UPDATE apiKeys SET disabled = ${disabled} WHERE id IN (SELECT id ${ofApp} AND id = :id)`, app, id)

      return ServerApiKeys.of({
        create: Effect.fn("ServerApiKeys.create")(function*(app, name) {
          yield* NewApiKey.check({ name, existing: yield* list(app), most: maxKeys, holder: "an app" })
          const key = yield* NewApiKey.make
          return { id: yield* apiKeys.create({ app, name, key }), name, key, disabled: false }
        }, database.transaction),
        list,
        get: (app, id) =>
          Effect.flatMap(
            database.get(Key, `SELECT * ${ofApp} AND id = :id`, { appId: app.id, id }),
            Effect.fromOption
          ).pipe(Effect.mapError(notFound)),
        delete: (app, id) => change(`DELETE ${ofApp} AND id = :id`, app, id),
        enable: setDisabled(0),
        disable: setDisabled(1)
      })
    })
  )
}
