/** The API keys that users make for themselves. */
import { type APIKeyAlreadyExists, APIKeyInUse, APIKeyNotFound } from "@atlas-bearer/core/ApiKeyError"
import {
  BadRequest,
  type InvalidParameter,
  type InvalidSession,
  type TokenInvalid
} from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { ApiKeys } from "./ApiKeys.ts"
import { Apps } from "./Apps.ts"
import { Database } from "./Database.ts"
import { Identities } from "./Identities.ts"
import * as NewApiKey from "./NewApiKey.ts"
import type { Holder } from "./SessionClaims.ts"
import { Sessions } from "./Sessions.ts"

const Key = Schema.Struct({ id: Schema.String, name: Schema.String, disabled: Schema.BooleanFromBit })
type Key = typeof Key.Type

const maxKeys = 20

const notFound = () => new APIKeyNotFound({ description: "API key not found" })

/** `refreshToken` says whose keys. */
type For<A, E> = (
  refreshToken: Redacted.Redacted,
  of: string
) => Effect.Effect<A, E | InvalidSession | TokenInvalid>

export class UserApiKeys extends Context.Service<UserApiKeys, {
  /** The key itself is in no other answer. */
  readonly create: For<
    Key & { readonly key: Redacted.Redacted },
    APIKeyAlreadyExists | BadRequest | InvalidParameter
  >
  readonly list: (refreshToken: Redacted.Redacted) => Effect.Effect<ReadonlyArray<Key>, InvalidSession | TokenInvalid>
  readonly get: For<Key, APIKeyNotFound>
  readonly delete: For<void, APIKeyNotFound | APIKeyInUse>
  readonly enable: For<void, APIKeyNotFound>
  readonly disable: For<void, APIKeyNotFound>
}>()("@atlas-bearer/emulator/UserApiKeys") {
  static readonly layer = Layer.effect(
    UserApiKeys,
    Effect.gen(function*() {
      const apiKeys = yield* ApiKeys
      const apps = yield* Apps
      const database = yield* Database
      const identities = yield* Identities
      const sessions = yield* Sessions

      const ofUser = (userId: string) =>
        database.all(Key, "SELECT * FROM apiKeys WHERE userId = :userId ORDER BY rowid", { userId })

      const find = ({ userId }: Holder, id: string) =>
        Effect.flatMap(
          database.get(Key, "SELECT * FROM apiKeys WHERE id = :id AND userId = :userId", { id, userId }),
          Option.match({ onNone: () => Effect.fail(notFound()), onSome: Effect.succeed })
        )

      const setDisabled = (disabled: 0 | 1) =>
        Effect.fnUntraced(function*(refreshToken: Redacted.Redacted, id: string) {
          yield* find(yield* sessions.holder(refreshToken), id)
          yield* database.run("UPDATE apiKeys SET disabled = :disabled WHERE id = :id", { id, disabled })
        })

      const checkNew = Effect.fnUntraced(function*(userId: string, name: string) {
        const named = (yield* identities.ofUser(userId)).some(({ providerType }) => providerType !== "anon-user")
        if (!named) return yield* new BadRequest({ description: "anonymous users cannot have API keys" })
        yield* NewApiKey.check({ name, existing: yield* ofUser(userId), most: maxKeys, holder: "a user" })
      })

      return UserApiKeys.of({
        create: Effect.fn("UserApiKeys.create")(function*(refreshToken, name) {
          const { domainId, userId } = yield* sessions.holder(refreshToken)
          yield* checkNew(userId, name)
          const app = yield* Effect.orDie(apps.byDomainId(domainId))
          const key = yield* NewApiKey.make
          const id = yield* apiKeys.create({ app, name, key, userId })
          return { id, name, key, disabled: false }
        }, database.transaction),
        list: (refreshToken) => Effect.flatMap(sessions.holder(refreshToken), ({ userId }) => ofUser(userId)),
        get: (refreshToken, id) => Effect.flatMap(sessions.holder(refreshToken), (holder) => find(holder, id)),
        delete: Effect.fn("UserApiKeys.delete")(function*(refreshToken, id) {
          const holder = yield* sessions.holder(refreshToken)
          yield* find(holder, id)
          if (holder.identity.providerType === "api-key" && holder.identity.id === id) {
            return yield* new APIKeyInUse({ description: "cannot delete the API key that is logged in with" })
          }
          yield* database.run("DELETE FROM apiKeys WHERE id = :id", { id })
        }),
        enable: setDisabled(0),
        disable: setDisabled(1)
      })
    })
  )
}
