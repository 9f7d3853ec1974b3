/** Turns proven credentials into a user: the one they belong to, a new one, or one that they are linked to. */
import {
  InternalServerError,
  InvalidParameter,
  InvalidSession,
  type UserDisabled
} from "@atlas-bearer/core/ClientError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import { Identities, type Identity } from "./Identities.ts"
import type { Proof, Registered } from "./Proof.ts"
import { Users } from "./Users.ts"

const invalidRequest = Effect.fail(new InvalidParameter({ description: "invalid user link request" }))

/** The vendor's code for it, although no session is at fault. */
const anotherUser = Effect.fail(
  new InvalidSession({ description: "a user already exists with the specified provider" })
)

export class Logins extends Context.Service<Logins, {
  readonly identify: (app: App, proof: Proof) => Effect.Effect<Identity, UserDisabled>
  /** Nothing happens when the user has the identity already. */
  readonly link: (
    app: App,
    userId: string,
    proof: Proof
  ) => Effect.Effect<void, InvalidSession | InvalidParameter | InternalServerError | UserDisabled>
}>()("@atlas-bearer/emulator/Logins") {
  static readonly layer = Layer.effect(
    Logins,
    Effect.gen(function*() {
      const database = yield* Database
      const identities = yield* Identities
      const users = yield* Users

      const hasLoggedIn = (userId: string) =>
        Effect.map(
          database.get(Schema.Struct({}), "SELECT 1 FROM sessions WHERE userId = :userId", { userId }),
          Option.isSome
        )

      /** A registration becomes a user of its own at its first login, and until then may become another's identity. */
      const move = Effect.fnUntraced(function*({ account }: Registered, userId: string) {
        if (yield* hasLoggedIn(account.userId)) return yield* anotherUser
        const owned = yield* identities.ofUser(userId)
        if (owned.some(({ providerType }) => providerType === "local-userpass")) {
          return yield* new InternalServerError({
            description: "linking a local-userpass identity is not allowed when one is already linked"
          })
        }
        const ids = { userId, from: account.userId }
        // The last of the user's identities.
        yield* database.run(
          `UPDATE identities SET userId = :userId, rowid = (SELECT max(rowid) + 1 FROM identities) WHERE userId = :from`,
          ids
        )
        yield* database.run("UPDATE userpassTokens SET userId = :userId WHERE userId = :from", ids)
        yield* users.delete(account.userId)
        yield* users.addData(userId, account.providerData)
      })

      return Logins.of({
        identify: Effect.fn("Logins.identify")(function*(app, proof) {
          switch (proof._tag) {
            case "Anonymous":
              return yield* users.createAnonymous(app)
            case "Registered":
              return proof.account
            case "UserKey":
              return proof.identity
            case "External": {
              const { data, externalId, providerType, type } = proof
              return yield* users.byIdentity({ app, data, externalId, providerType, type })
            }
          }
        }),
        link: Effect.fn("Logins.link")(function*(app, userId, proof) {
          switch (proof._tag) {
            case "Anonymous":
              return yield* invalidRequest
            case "UserKey":
              return yield* proof.identity.userId === userId ? Effect.void : invalidRequest
            case "Registered":
              return yield* proof.account.userId === userId ? Effect.void : move(proof, userId)
            case "External": {
              const { data, externalId, providerType, type } = proof
              if (type === "server") return yield* invalidRequest
              const key = { domainId: app.domainId, externalId, providerType }
              const found = Option.getOrUndefined(yield* identities.find(key))
              if (found !== undefined && found.userId !== userId) return yield* anotherUser
              if (found === undefined) yield* identities.addTo(userId, key)
              yield* users.addData(userId, data)
            }
          }
        }, database.transaction)
      })
    })
  )
}
