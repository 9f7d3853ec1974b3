/** The users of an app as its administrators manage them. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import { AccountNameInUse, UserNotFound } from "@atlas-bearer/core/EmailPasswordError"
import type { AppUser } from "@atlas-bearer/core/endpoints/admin/AppUser"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { AnonymousUsers } from "./AnonymousUsers.ts"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import { Identities } from "./Identities.ts"
import type { Overloaded } from "./PasswordHash.ts"
import * as UserPage from "./UserPage.ts"
import { Users } from "./Users.ts"
import { VirtualClock } from "./VirtualClock.ts"

const Row = Schema.Struct({
  id: Schema.String,
  type: Schema.String,
  disabled: Schema.BooleanFromBit,
  data: Schema.fromJsonString(Schema.JsonObject),
  creationDate: Schema.Int,
  lastAuthenticationDate: Schema.Int
})

const select = `
  SELECT *, createdAt AS creationDate, lastAuthenticatedAt AS lastAuthenticationDate FROM users
  WHERE domainId = :domainId`

const Device = Schema.Struct({ id: Schema.String })

/** Zeros stand for a client that told of no device. */
const selectDevices = `
  SELECT DISTINCT deviceId AS id FROM sessions WHERE userId = :userId AND deviceId GLOB '*[^0]*' ORDER BY rowid`

const emailAddress = /^(?=.{1,128}$)[^@\s]+@[^@\s]+$/

export class UserAccounts extends Context.Service<UserAccounts, {
  /** The confirmed users, sorted by id: 50 at most. */
  readonly list: (app: App, page: UserPage.UserPage) => Effect.Effect<ReadonlyArray<AppUser>>
  readonly get: (app: App, userId: string) => Effect.Effect<AppUser, UserNotFound>
  /** Those that the user's sessions were begun on. */
  readonly devices: (
    app: App,
    userId: string
  ) => Effect.Effect<ReadonlyArray<{ readonly id: string }>, UserNotFound>
  /** The user is confirmed at once. */
  readonly create: (
    app: App,
    email: string,
    password: Redacted.Redacted
  ) => Effect.Effect<AppUser, BadRequest | AccountNameInUse | Overloaded>
  readonly delete: (app: App, userId: string) => Effect.Effect<void, UserNotFound>
  readonly enable: (app: App, userId: string) => Effect.Effect<void, UserNotFound>
  /** Ends the sessions too: who is enabled again has to log in. */
  readonly disable: (app: App, userId: string) => Effect.Effect<void, UserNotFound>
  /** Ends all sessions. Access tokens live on until they expire. */
  readonly logOut: (app: App, userId: string) => Effect.Effect<void, UserNotFound>
  readonly resetEmail: (
    app: App,
    userId: string,
    email: string
  ) => Effect.Effect<void, BadRequest | UserNotFound | AccountNameInUse>
}>()("@atlas-bearer/emulator/UserAccounts") {
  static readonly layer = Layer.effect(
    UserAccounts,
    Effect.gen(function*() {
      const anonymousUsers = yield* AnonymousUsers
      const clock = yield* VirtualClock
      const database = yield* Database
      const identities = yield* Identities
      const users = yield* Users

      const withIdentities = (user: typeof Row.Type) =>
        Effect.map(identities.ofUser(user.id), (found) => ({ ...user, identities: found }))

      const get = Effect.fn("UserAccounts.get")(function*({ domainId }: App, userId: string) {
        yield* anonymousUsers.expire(domainId)
        const user = yield* database.get(Row, `${select} AND id = :userId`, { domainId, userId })
        if (Option.isNone(user)) return yield* new UserNotFound({ description: `user not found: '${userId}'` })
        return yield* withIdentities(user.value)
      })

      const endSessions = Effect.fnUntraced(function*({ domainId }: App, userId: string) {
        yield* database.run("UPDATE sessions SET revokedAt = :now WHERE userId = :userId AND revokedAt IS NULL", {
          userId,
          now: Math.floor(yield* clock.nowIn(domainId))
        })
      })

      const setDisabled = (userId: string, disabled: 0 | 1) =>
        database.run("UPDATE users SET disabled = :disabled WHERE id = :userId", { userId, disabled })

      return UserAccounts.of({
        list: Effect.fn("UserAccounts.list")(function*({ domainId }, page) {
          yield* anonymousUsers.expire(domainId)
          const { conditions, order, parameters } = UserPage.toSql(page)
          const sql = `${select} AND ${conditions} ORDER BY ${order} LIMIT 50`
          const found = yield* database.all(Row, sql, { domainId, ...parameters })
          return yield* Effect.forEach(found, withIdentities)
        }),
        devices: (app, userId) => Effect.andThen(get(app, userId), database.all(Device, selectDevices, { userId })),
        get,
        create: Effect.fn("UserAccounts.create")(function*(app, email, password) {
          const { userId } = yield* users.register({ app, email, password, confirmed: true })
          return yield* Effect.orDie(get(app, userId))
        }),
        delete: (app, userId) => Effect.andThen(get(app, userId), users.delete(userId)),
        enable: (app, userId) => Effect.asVoid(Effect.andThen(get(app, userId), setDisabled(userId, 0))),
        disable: Effect.fn("UserAccounts.disable")(function*(app, userId) {
          yield* get(app, userId)
          yield* setDisabled(userId, 1)
          yield* endSessions(app, userId)
        }, database.transaction),
        logOut: (app, userId) => Effect.andThen(get(app, userId), endSessions(app, userId)),
        resetEmail: Effect.fn("UserAccounts.resetEmail")(function*(app, userId, email) {
          const user = yield* get(app, userId)
          if (!emailAddress.test(email)) return yield* new BadRequest({ description: "email invalid" })
          if (!user.identities.some(({ providerType }) => providerType === "local-userpass")) {
            return yield* new BadRequest({ description: "user has no local-userpass identity" })
          }
          const holder = yield* identities.find(Identities.emailKey(app.domainId, email))
          if (Option.isSome(holder) && holder.value.userId !== userId) {
            return yield* new AccountNameInUse({ description: "name already in use" })
          }
          yield* database.run(
            `UPDATE identities SET externalId = :email, providerData = json_set(providerData, '$.email', :email)
              WHERE userId = :userId AND providerType = 'local-userpass'`,
            { userId, email }
          )
          yield* users.addData(userId, { email })
        }, database.transaction)
      })
    })
  )
}
