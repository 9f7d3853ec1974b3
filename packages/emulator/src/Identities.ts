/** The identities by which users log in: an e-mail address, an API key, a subject of another issuer. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Database } from "./Database.ts"
import * as ObjectId from "./ObjectId.ts"
import { VirtualClock } from "./VirtualClock.ts"

type JsonObject = typeof Schema.JsonObject.Type

/** `providerId` is the id of the domain's authentication provider. */
const Identity = Schema.Struct({
  id: Schema.String,
  userId: Schema.String,
  providerType: Schema.String,
  providerId: Schema.String,
  providerData: Schema.fromJsonString(Schema.JsonObject)
})
/** How a user logs in with one provider. */
export type Identity = typeof Identity.Type

/** An identity with what decides about its logins. `secret` is a hash; not every provider has one. */
const Account = Schema.Struct({
  ...Identity.fields,
  secret: Schema.NullOr(Schema.String),
  confirmed: Schema.BooleanFromBit,
  disabled: Schema.BooleanFromBit
})
/** An identity with what decides about its logins. */
export type Account = typeof Account.Type

/** Nobody's: an identity that is not there is read in its stead, so that it takes as long as one that is. */
const readDecoy = () =>
  Schema.decodeUnknownSync(Account)({
    id: "0".repeat(24),
    userId: "0".repeat(24),
    providerType: "local-userpass",
    providerId: "0".repeat(24),
    providerData: "{\"email\":\"nobody@example.com\"}",
    secret: "",
    confirmed: 1,
    disabled: 0
  })

/** Names at most one identity. */
export interface Key {
  readonly domainId: string
  readonly providerType: string
  readonly externalId: string
}

/** `id` is the external id unless given. */
export interface NewIdentity extends Key {
  readonly id?: string | undefined
  readonly providerData?: JsonObject | undefined
  readonly secret?: string | undefined
  readonly confirmed?: boolean | undefined
}

/** `data` is for the user's profile. */
export interface NewUser extends NewIdentity {
  readonly type?: "normal" | "server" | undefined
  readonly data?: JsonObject | undefined
}

export class Identities extends Context.Service<Identities, {
  readonly find: (key: Key) => Effect.Effect<Option.Option<Account>>
  readonly ofUser: (userId: string) => Effect.Effect<ReadonlyArray<Identity>>
  /** The first identity of a user, if the user is of this domain. */
  readonly firstOf: (domainId: string, userId: string) => Effect.Effect<Option.Option<Identity>>
  /** Adds a user with its first identity. */
  readonly createUser: (user: NewUser) => Effect.Effect<Identity>
  /** Adds a further identity to a user. */
  readonly addTo: (userId: string, identity: NewIdentity) => Effect.Effect<Identity>
}>()("@atlas-bearer/emulator/Identities") {
  /** The key of an e-mail address, which is case-sensitive. */
  static readonly emailKey = (domainId: string, email: string): Key => ({
    domainId,
    providerType: "local-userpass",
    externalId: email
  })

  static readonly layer = Layer.effect(
    Identities,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const database = yield* Database

      const addTo = Effect.fnUntraced(function*(userId: string, added: NewIdentity) {
        const { domainId, externalId, providerType } = added
        const identity: Identity = {
          id: added.id ?? externalId,
          userId,
          providerType,
          providerId: ObjectId.fromText(`${domainId} ${providerType}`),
          providerData: added.providerData ?? {}
        }
        yield* database.insert("identities", {
          ...Schema.encodeSync(Identity)(identity),
          domainId,
          externalId,
          secret: added.secret ?? null,
          confirmed: added.confirmed === false ? 0 : 1
        })
        return identity
      })

      return Identities.of({
        find: ({ domainId, externalId, providerType }) =>
          Effect.tap(
            database.get(
              Account,
              `SELECT identities.*, users.disabled FROM identities JOIN users ON users.id = userId
              WHERE identities.domainId = :domainId AND providerType = :providerType AND externalId = :externalId`,
              { domainId, externalId, providerType }
            ),
            (found) => Option.isNone(found) ? Effect.sync(readDecoy) : Effect.void
          ),
        ofUser: (userId) =>
          database.all(Identity, "SELECT * FROM identities WHERE userId = :userId ORDER BY rowid", { userId }),
        firstOf: (domainId, userId) =>
          database.get(
            Identity,
            "SELECT * FROM identities WHERE domainId = :domainId AND userId = :userId ORDER BY rowid LIMIT 1",
            { domainId, userId }
          ),
        addTo,
        createUser: Effect.fn("Identities.createUser")(function*(user) {
          const userId = yield* ObjectId.make
          yield* database.insert("users", {
            id: userId,
            domainId: user.domainId,
            type: user.type ?? "normal",
            disabled: 0,
            data: JSON.stringify(user.data ?? {}),
            createdAt: Math.floor((yield* clock.nowIn(user.domainId)) / 1000)
          })
          return yield* addTo(userId, user)
        }, database.transaction)
      })
    })
  )
}
