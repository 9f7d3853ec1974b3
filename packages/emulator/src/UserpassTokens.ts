/** The tokens that confirm an e-mail address or reset a password: 128 and 24 hexadecimal digits, good for 30 minutes. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import { UserpassTokenInvalid } from "@atlas-bearer/core/EmailPasswordError"
import { Secret } from "@atlas-bearer/core/Secret"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { randomBytes } from "node:crypto"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import * as ObjectId from "./ObjectId.ts"
import * as SecretHash from "./SecretHash.ts"
import { VirtualClock } from "./VirtualClock.ts"

/** What the token of an e-mail is good for. */
export type Purpose = "confirm" | "reset"

/** As an e-mail or a function gets it. */
export const UserpassToken = Schema.Struct({ token: Secret, tokenId: Schema.String })
export type UserpassToken = typeof UserpassToken.Type

const life = 30 * 60_000
const Found = Schema.Struct({ userId: Schema.String, hash: Schema.String })

export class UserpassTokens extends Context.Service<UserpassTokens, {
  readonly issue: (app: App, purpose: Purpose, userId: string) => Effect.Effect<UserpassToken>
  /** Whose token it is. It works once. */
  readonly redeem: (
    app: App,
    purpose: Purpose,
    token: UserpassToken
  ) => Effect.Effect<string, BadRequest | UserpassTokenInvalid>
  /** Ends all tokens of a user for this purpose. */
  readonly withdraw: (purpose: Purpose, userId: string) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/UserpassTokens") {
  static readonly layer = Layer.effect(
    UserpassTokens,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const database = yield* Database
      return UserpassTokens.of({
        issue: Effect.fn("UserpassTokens.issue")(function*(app, purpose, userId) {
          const now = yield* clock.nowIn(app.domainId)
          yield* database.run("DELETE FROM userpassTokens WHERE expiresAt <= :now AND domainId = :domainId", {
            now,
            domainId: app.domainId
          })
          const token = Redacted.make(randomBytes(64).toString("hex"))
          const tokenId = yield* ObjectId.make
          yield* database.insert("userpassTokens", {
            id: tokenId,
            hash: SecretHash.make(token),
            purpose,
            domainId: app.domainId,
            userId,
            expiresAt: Math.ceil(now + life)
          })
          return { token, tokenId }
        }),
        redeem: Effect.fn("UserpassTokens.redeem")(function*(app, purpose, { token, tokenId }) {
          if (!/^[0-9a-f]{128}$/i.test(Redacted.value(token)) || !/^[0-9a-f]{24}$/i.test(tokenId)) {
            return yield* new BadRequest({ description: "invalid token data" })
          }
          const found = yield* database.get(
            Found,
            `SELECT * FROM userpassTokens
              WHERE id = :tokenId AND purpose = :purpose AND domainId = :domainId AND expiresAt > :now`,
            { tokenId, purpose, domainId: app.domainId, now: yield* clock.nowIn(app.domainId) }
          )
          if (!SecretHash.matches(token, Option.getOrUndefined(found)?.hash) || Option.isNone(found)) {
            return yield* new UserpassTokenInvalid({ description: "userpass token is expired or invalid" })
          }
          yield* database.run("DELETE FROM userpassTokens WHERE id = :tokenId", { tokenId })
          return found.value.userId
        }, database.transaction),
        withdraw: (purpose, userId) =>
          Effect.asVoid(
            database.run("DELETE FROM userpassTokens WHERE userId = :userId AND purpose = :purpose", {
              userId,
              purpose
            })
          )
      })
    })
  )
}
