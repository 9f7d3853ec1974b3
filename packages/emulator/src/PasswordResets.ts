/** How users set another password: by a function of the app, or by e-mail. */
import type { BadRequest } from "@atlas-bearer/core/ClientError"
import {
  PasswordResetFailed,
  ResetEmailUnavailable,
  UserNotFound,
  type UserpassTokenInvalid
} from "@atlas-bearer/core/EmailPasswordError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import { Identities } from "./Identities.ts"
import { type Overloaded, PasswordHash } from "./PasswordHash.ts"
import * as PasswordRule from "./PasswordRule.ts"
import { UserpassFunctions } from "./UserpassFunctions.ts"
import { type UserpassToken, UserpassTokens } from "./UserpassTokens.ts"

const purpose = "reset"

export class PasswordResets extends Context.Service<PasswordResets, {
  readonly sendEmail: (app: App, email: string) => Effect.Effect<void, UserNotFound | ResetEmailUnavailable>
  readonly reset: (
    app: App,
    token: UserpassToken,
    password: Redacted.Redacted
  ) => Effect.Effect<void, BadRequest | UserpassTokenInvalid | Overloaded>
  /** `pending` leaves the password as it is: the function sends its token on another way. */
  readonly callFunction: (
    app: App,
    email: string,
    password: Redacted.Redacted,
    args: ReadonlyArray<unknown>
  ) => Effect.Effect<void, BadRequest | UserNotFound | PasswordResetFailed | Overloaded>
}>()("@atlas-bearer/emulator/PasswordResets") {
  static readonly layer = Layer.effect(
    PasswordResets,
    Effect.gen(function*() {
      const database = yield* Database
      const functions = yield* UserpassFunctions
      const identities = yield* Identities
      const passwords = yield* PasswordHash
      const tokens = yield* UserpassTokens

      const find = Effect.fnUntraced(function*(app: App, email: string) {
        const account = yield* identities.find(Identities.emailKey(app.domainId, email))
        if (Option.isNone(account)) return yield* new UserNotFound({ description: "user not found" })
        return { app, email, purpose, userId: account.value.userId } as const
      })

      const hashed = (password: Redacted.Redacted) =>
        Effect.andThen(PasswordRule.check(password), passwords.hash(password))

      const setPassword = Effect.fnUntraced(function*(userId: string, secret: string) {
        yield* database.run(
          "UPDATE identities SET secret = :secret WHERE userId = :userId AND providerType = 'local-userpass'",
          { userId, secret }
        )
        yield* tokens.withdraw(purpose, userId)
      }, database.transaction)

      return PasswordResets.of({
        sendEmail: Effect.fn("PasswordResets.sendEmail")(function*(app, email) {
          if (app.emailPassword.resetFunctionName !== undefined) {
            return yield* new ResetEmailUnavailable({ description: "please use reset password via function" })
          }
          yield* functions.mail(yield* find(app, email))
        }),
        reset: Effect.fn("PasswordResets.reset")(function*(app, token, password) {
          // Before the token is used up, which a password against the rule must not do.
          const secret = yield* hashed(password)
          yield* database.transaction(
            Effect.flatMap(tokens.redeem(app, purpose, token), (userId) => setPassword(userId, secret))
          )
        }),
        callFunction: Effect.fn("PasswordResets.callFunction")(function*(app, email, password, args) {
          const about = yield* find(app, email)
          const name = app.emailPassword.resetFunctionName
          if (name === undefined) {
            return yield* new PasswordResetFailed({
              description: `cannot reset password for user "${email}": no reset function is set`
            })
          }
          const secret = yield* hashed(password)
          const decision = yield* functions.decide(name, about, { password, args })
          if (decision === "success") yield* setPassword(about.userId, secret)
          if (decision === "fail") {
            return yield* new PasswordResetFailed({ description: `failed to reset password for user "${email}"` })
          }
        })
      })
    })
  )
}
