/** How e-mail addresses are registered and confirmed: at once, by a function of the app, or by e-mail. */
import { BadRequest } from "@atlas-bearer/core/ClientError"
import {
  type AccountNameInUse,
  ConfirmationUnavailable,
  UserAlreadyConfirmed,
  UserNotFound,
  type UserpassTokenInvalid
} from "@atlas-bearer/core/EmailPasswordError"
import type { PendingUser } from "@atlas-bearer/core/endpoints/admin/ListPendingUsers"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Database } from "./Database.ts"
import { Identities } from "./Identities.ts"
import type { Overloaded } from "./PasswordHash.ts"
import { UserpassFunctions } from "./UserpassFunctions.ts"
import { type UserpassToken, UserpassTokens } from "./UserpassTokens.ts"
import { Users } from "./Users.ts"

const purpose = "confirm"

const Pending = Schema.Struct({ id: Schema.String, userId: Schema.String, email: Schema.String })
const selectPending = `
  SELECT id, userId, externalId AS email FROM identities
  WHERE domainId = :domainId AND providerType = 'local-userpass' AND NOT confirmed AND id > :after ORDER BY id LIMIT 50`

export class Registrations extends Context.Service<Registrations, {
  readonly register: (
    app: App,
    email: string,
    password: Redacted.Redacted
  ) => Effect.Effect<void, BadRequest | AccountNameInUse | Overloaded>
  readonly confirm: (app: App, token: UserpassToken) => Effect.Effect<void, BadRequest | UserpassTokenInvalid>
  /** Those that are not confirmed, sorted by id: 50 at most, from the one behind `after` on. */
  readonly pending: (app: App, after?: string) => Effect.Effect<ReadonlyArray<typeof PendingUser.Type>>
  /** Confirms in the user's stead. */
  readonly confirmByEmail: (app: App, email: string) => Effect.Effect<void, UserNotFound | UserAlreadyConfirmed>
  /** Forgets a registration that is not confirmed. */
  readonly discard: (app: App, email: string) => Effect.Effect<void, UserNotFound | UserAlreadyConfirmed>
  /** Sends the e-mail again. */
  readonly resend: (app: App, email: string) => Effect.Effect<void, UserNotFound | UserAlreadyConfirmed>
  /** Runs the confirmation function again. */
  readonly retry: (
    app: App,
    email: string
  ) => Effect.Effect<void, UserNotFound | UserAlreadyConfirmed | ConfirmationUnavailable | BadRequest>
}>()("@atlas-bearer/emulator/Registrations") {
  static readonly layer = Layer.effect(
    Registrations,
    Effect.gen(function*() {
      const database = yield* Database
      const functions = yield* UserpassFunctions
      const identities = yield* Identities
      const tokens = yield* UserpassTokens
      const users = yield* Users

      const setConfirmed = Effect.fnUntraced(function*(userId: string) {
        yield* database.run(
          "UPDATE identities SET confirmed = 1 WHERE userId = :userId AND providerType = 'local-userpass'",
          { userId }
        )
        yield* tokens.withdraw(purpose, userId)
      }, database.transaction)

      const findPending = Effect.fnUntraced(function*(app: App, email: string) {
        const account = Option.getOrUndefined(yield* identities.find(Identities.emailKey(app.domainId, email)))
        if (account === undefined) return yield* new UserNotFound({ description: "user not found" })
        if (account.confirmed) return yield* new UserAlreadyConfirmed({ description: "already confirmed" })
        return { app, email, purpose, userId: account.userId } as const
      })

      const failed = (email: string) => new BadRequest({ description: `failed to confirm user "${email}"` })

      return Registrations.of({
        register: Effect.fn("Registrations.register")(function*(app, email, password) {
          const { autoConfirm, confirmationFunctionName } = app.emailPassword
          const { userId } = yield* users.register({ app, email, password, confirmed: autoConfirm })
          if (autoConfirm) return
          const about = { app, email, purpose, userId } as const
          if (confirmationFunctionName === undefined) return yield* functions.mail(about)
          const decision = yield* functions.decide(confirmationFunctionName, about)
          if (decision === "success") yield* setConfirmed(userId)
          if (decision !== "fail") return
          yield* users.delete(userId)
          return yield* failed(email)
        }),
        pending: ({ domainId }, after = "") =>
          Effect.map(
            database.all(Pending, selectPending, { domainId, after }),
            (found) =>
              found.map(({ email, id, userId }) => ({
                id,
                userId,
                domainId,
                loginIds: [{ idType: "email", id: email }]
              }))
          ),
        confirmByEmail: Effect.fn("Registrations.confirmByEmail")(function*(app, email) {
          yield* setConfirmed((yield* findPending(app, email)).userId)
        }, database.transaction),
        // It has no other identity: who links one has proven it, which needs a confirmed address.
        discard: Effect.fn("Registrations.discard")(function*(app, email) {
          yield* users.delete((yield* findPending(app, email)).userId)
        }, database.transaction),
        confirm: (app, token) => database.transaction(Effect.flatMap(tokens.redeem(app, purpose, token), setConfirmed)),
        resend: (app, email) => Effect.flatMap(findPending(app, email), functions.mail),
        retry: Effect.fn("Registrations.retry")(function*(app, email) {
          const { autoConfirm, confirmationFunctionName } = app.emailPassword
          if (autoConfirm || confirmationFunctionName === undefined) {
            const why = autoConfirm ? "automatic confirmation is enabled" : "no confirmation function is set"
            return yield* new ConfirmationUnavailable({ description: `cannot run confirmation for ${email}: ${why}` })
          }
          const about = yield* findPending(app, email)
          const decision = yield* functions.decide(confirmationFunctionName, about)
          if (decision === "success") yield* setConfirmed(about.userId)
          if (decision === "fail") return yield* failed(email)
        })
      })
    })
  )
}
