/** The users of the apps, and how each authentication provider finds its user. */
import { AuthError, BadRequest, InvalidPassword, InvalidSession, UserDisabled } from "@atlas-bearer/core/ClientError"
import { AccountNameInUse } from "@atlas-bearer/core/EmailPasswordError"
import type { Profile } from "@atlas-bearer/core/endpoints/client/Profile"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomInt } from "node:crypto"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import { type Account, Identities, type Identity } from "./Identities.ts"
import * as ObjectId from "./ObjectId.ts"
import { type Overloaded, PasswordHash } from "./PasswordHash.ts"
import * as PasswordRule from "./PasswordRule.ts"

type JsonObject = typeof Schema.JsonObject.Type

const User = Schema.Struct({
  domainId: Schema.String,
  type: Schema.String,
  data: Schema.fromJsonString(Schema.JsonObject)
})

const letters = (count: number) => Array.from({ length: count }, () => String.fromCharCode(97 + randomInt(26))).join("")

const checkDisabled = ({ disabled }: { readonly disabled: boolean }) =>
  disabled ? Effect.fail(new UserDisabled({ description: "user disabled" })) : Effect.void

/** The logins answer which identity was used; a session can be started for it. */
export class Users extends Context.Service<Users, {
  readonly createAnonymous: (app: App) => Effect.Effect<Identity>
  /** An unknown user and a wrong password are one answer at one speed. */
  readonly byPassword: (
    app: App,
    username: string,
    password: Redacted.Redacted
  ) => Effect.Effect<Account, InvalidPassword | AuthError | UserDisabled | Overloaded>
  /**
   * Finds the user whom another authority vouches for, or makes it. `data` replaces what the profile told before, of which it
   * changes its part when the user has other identities too.
   */
  readonly byIdentity: (login: {
    readonly app: App
    readonly providerType: string
    readonly externalId: string
    readonly type: "normal" | "server"
    readonly data: JsonObject
  }) => Effect.Effect<Identity, UserDisabled>
  /** Adds to what the profile tells. */
  readonly addData: (userId: string, data: JsonObject) => Effect.Effect<void>
  /** Ends everything that is the user's. */
  readonly delete: (userId: string) => Effect.Effect<void>
  /** `InvalidSession` says that the user is gone. */
  readonly profile: (userId: string) => Effect.Effect<typeof Profile.Type, InvalidSession>
  readonly register: (registration: {
    readonly app: App
    readonly email: string
    readonly password: Redacted.Redacted
    readonly confirmed: boolean
  }) => Effect.Effect<Identity, BadRequest | AccountNameInUse | Overloaded>
}>()("@atlas-bearer/emulator/Users") {
  static readonly layer = Layer.effect(
    Users,
    Effect.gen(function*() {
      const database = yield* Database
      const identities = yield* Identities
      const passwords = yield* PasswordHash

      const addIfFree = Effect.fnUntraced(function*(app: App, email: string, secret: string, confirmed: boolean) {
        const key = Identities.emailKey(app.domainId, email)
        if (Option.isSome(yield* identities.find(key))) {
          return yield* new AccountNameInUse({ description: "name already in use" })
        }
        const data = { email }
        return yield* identities.createUser({
          ...key,
          id: yield* ObjectId.make,
          data,
          providerData: data,
          secret,
          confirmed
        })
      }, database.transaction)

      return Users.of({
        createAnonymous: Effect.fn("Users.createAnonymous")(function*(app) {
          const externalId = `${yield* ObjectId.make}-${letters(24)}`
          return yield* identities.createUser({ domainId: app.domainId, providerType: "anon-user", externalId })
        }),
        byPassword: Effect.fn("Users.byPassword")(function*(app, username, password) {
          const account = Option.getOrUndefined(yield* identities.find(Identities.emailKey(app.domainId, username)))
          const isRight = yield* passwords.verify(password, account?.secret ?? undefined)
          if (account === undefined || !isRight) {
            return yield* new InvalidPassword({ description: "invalid username/password" })
          }
          if (!account.confirmed) return yield* new AuthError({ description: "confirmation required" })
          yield* checkDisabled(account)
          return account
        }),
        byIdentity: Effect.fn("Users.byIdentity")(function*({ app, data, type, ...name }) {
          const key = { domainId: app.domainId, ...name }
          const account = Option.getOrUndefined(yield* identities.find(key))
          if (account === undefined) return yield* identities.createUser({ ...key, type, data })
          yield* checkDisabled(account)
          yield* database.run(
            `UPDATE users SET data = iif(
              (SELECT count(*) FROM identities WHERE userId = :id) > 1, json_patch(data, :data), :data
            ) WHERE id = :id`,
            { id: account.userId, data: JSON.stringify(data) }
          )
          return account
        }, database.transaction),
        profile: Effect.fn("Users.profile")(function*(userId) {
          const user = yield* database.get(User, "SELECT * FROM users WHERE id = :userId", { userId })
          if (Option.isNone(user)) {
            return yield* new InvalidSession({ description: "invalid session: error finding user" })
          }
          return { ...user.value, userId, identities: yield* identities.ofUser(userId) }
        }),
        addData: (userId, data) =>
          Effect.asVoid(database.run("UPDATE users SET data = json_patch(data, :data) WHERE id = :userId", {
            userId,
            data: JSON.stringify(data)
          })),
        delete: (userId) => Effect.asVoid(database.run("DELETE FROM users WHERE id = :userId", { userId })),
        register: Effect.fn("Users.register")(function*({ app, confirmed, email, password }) {
          if (email === "") return yield* new BadRequest({ description: "email invalid" })
          yield* PasswordRule.check(password)
          return yield* addIfFree(app, email, yield* passwords.hash(password), confirmed)
        })
      })
    })
  )
}
