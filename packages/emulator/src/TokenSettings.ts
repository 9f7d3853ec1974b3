/** What the settings of an app say about the tokens of its users. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Apps } from "./Apps.ts"
import { Database } from "./Database.ts"

type JsonObject = typeof Schema.JsonObject.Type

const Found = Schema.Struct({ document: Schema.fromJsonString(Schema.JsonObject) })

/** The field is a parameter, not part of a JSON path: it may be any text. */
const documentOfUser = `
  SELECT document FROM documents WHERE appId = :appId AND collection = :collection
    AND EXISTS (SELECT 1 FROM json_each(document) WHERE key = :field AND value = :userId)
  ORDER BY position LIMIT 1`

/** Of the administrators, who belong to no app. */
const defaultLife = 60 * 24 * 3600

export class TokenSettings extends Context.Service<TokenSettings, {
  /** Seconds. */
  readonly refreshTokenLife: (domainId: string) => Effect.Effect<number>
  /** The user's custom data as it is now, if the app has such data and the user a document. */
  readonly userData: (
    user: { readonly domainId: string; readonly userId: string }
  ) => Effect.Effect<JsonObject | undefined>
}>()("@atlas-bearer/emulator/TokenSettings") {
  static readonly layer = Layer.effect(
    TokenSettings,
    Effect.gen(function*() {
      const apps = yield* Apps
      const database = yield* Database
      const find = (domainId: string) => Effect.option(apps.byDomainId(domainId))
      return TokenSettings.of({
        refreshTokenLife: (domainId) =>
          Effect.map(
            find(domainId),
            Option.match({
              onNone: () => defaultLife,
              onSome: ({ refreshTokenLife }) => refreshTokenLife
            })
          ),
        userData: Effect.fn("TokenSettings.userData")(function*({ domainId, userId }) {
          const app = Option.getOrUndefined(yield* find(domainId))
          const { collectionName: collection, enabled, userIdField: field } = app?.customUserData ?? { enabled: false }
          if (app === undefined || !enabled || collection === undefined || field === undefined) return undefined
          const found = yield* database.get(Found, documentOfUser, { appId: app.id, collection, field, userId })
          return Option.getOrUndefined(found)?.document
        })
      })
    })
  )
}
