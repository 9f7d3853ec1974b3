/** The functions that decide about a registration or a reset, and the e-mails where there is none. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { App } from "./Apps.ts"
import { Functions } from "./Functions.ts"
import { Mailbox } from "./Mailbox.ts"
import { type Purpose, type UserpassToken, UserpassTokens } from "./UserpassTokens.ts"
import { VirtualClock } from "./VirtualClock.ts"

const Decision = Schema.Struct({ status: Schema.Literals(["success", "pending", "fail"]) })
const decodeDecision = Schema.decodeUnknownOption(Decision)

/** The registration or reset that a function decides on. */
export interface About {
  readonly app: App
  readonly email: string
  readonly userId: string
}

export class UserpassFunctions extends Context.Service<UserpassFunctions, {
  /** A function that throws, is unknown or answers nothing of the kind says `fail`. */
  readonly decide: (
    name: string,
    about: About & { readonly purpose: Purpose },
    more?: { readonly password: Redacted.Redacted; readonly args: ReadonlyArray<unknown> }
  ) => Effect.Effect<"success" | "pending" | "fail">
  /** Puts a new token into the mailbox. */
  readonly mail: (about: About & { readonly purpose: Purpose }) => Effect.Effect<void>
}>()("@atlas-bearer/emulator/UserpassFunctions") {
  static readonly layer = Layer.effect(
    UserpassFunctions,
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const functions = yield* Functions
      const mailbox = yield* Mailbox
      const tokens = yield* UserpassTokens

      const plain = ({ token, tokenId }: UserpassToken) => ({ token: Redacted.value(token), tokenId })

      return UserpassFunctions.of({
        decide: Effect.fn("UserpassFunctions.decide")(function*(name, { app, email, purpose, userId }, more) {
          const token = plain(yield* tokens.issue(app, purpose, userId))
          const details = { ...token, username: email }
          const args = more === undefined
            ? [details]
            : [{ ...details, password: Redacted.value(more.password) }, ...more.args]
          const answer = yield* Effect.option(functions.run(name, args))
          return Option.match(Option.flatMap(answer, decodeDecision), {
            onNone: () => "fail" as const,
            onSome: ({ status }) => status
          })
        }),
        mail: Effect.fn("UserpassFunctions.mail")(function*({ app, email, purpose, userId }) {
          const token = plain(yield* tokens.issue(app, purpose, userId))
          yield* mailbox.deliver({
            app: app.clientAppId,
            ...token,
            to: email,
            purpose,
            sentAt: yield* clock.nowIn(app.domainId)
          })
        })
      })
    })
  )
}
