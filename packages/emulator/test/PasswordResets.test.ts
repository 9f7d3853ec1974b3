import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { Mailbox } from "@atlas-bearer/emulator/Mailbox"
import { PasswordResets } from "@atlas-bearer/emulator/PasswordResets"
import type { UserpassToken } from "@atlas-bearer/emulator/UserpassTokens"
import { Users } from "@atlas-bearer/emulator/Users"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { seededApp, seededStore } from "./seededStore.ts"

const { username: email, password } = DefaultSeed.user
const next = Redacted.make("madeleine-password")

const start = Effect.gen(function*() {
  const app = yield* seededApp
  return {
    app,
    resets: yield* PasswordResets,
    logIn: (secret: Redacted.Redacted) => Users.use((users) => users.byPassword(app, email, secret))
  }
})

const mailed = Effect.map(
  Mailbox.use(({ messages }) => messages({ to: email })),
  (messages) => messages.map(({ token, tokenId }): UserpassToken => ({ token: Redacted.make(token), tokenId }))
)

describe("PasswordResets", () => {
  it.effect("end every other token of the user", () =>
    Effect.gen(function*() {
      const { app, logIn, resets } = yield* start
      yield* resets.sendEmail(app, email)
      yield* resets.sendEmail(app, email)
      const [first, second] = yield* mailed
      assert(first !== undefined && second !== undefined)
      yield* resets.reset(app, first, next)
      assert.strictEqual((yield* Effect.flip(resets.reset(app, second, next)))._tag, "UserpassTokenInvalid")
      yield* logIn(next)
    }).pipe(seededStore()))

  it.effect("do not use a token up for a password against the rule", () =>
    Effect.gen(function*() {
      const { app, logIn, resets } = yield* start
      yield* resets.sendEmail(app, email)
      const [token] = yield* mailed
      assert(token !== undefined)
      assert.strictEqual((yield* Effect.flip(resets.reset(app, token, Redacted.make("short"))))._tag, "BadRequest")
      yield* resets.reset(app, token, next)
      yield* logIn(next)
    }).pipe(seededStore()))

  it.effect("are pending as long as the function says so, until its token comes back", () => {
    const given: Array<UserpassToken> = []
    return Effect.gen(function*() {
      const { app, logIn, resets } = yield* start
      yield* resets.callFunction(app, email, next, ["blue"])
      yield* logIn(Redacted.make(password))
      assert.isEmpty(yield* mailed)
      const [token] = given
      assert(token !== undefined)
      yield* resets.reset(app, token, next)
      yield* logIn(next)
    }).pipe(seededStore({
      functions: {
        reset: (details: { token: string; tokenId: string; username: string; password: string }, color: string) => {
          assert.include(details, { username: email, password: Redacted.value(next) })
          assert.strictEqual(color, "blue")
          given.push({ token: Redacted.make(details.token), tokenId: details.tokenId })
          return { status: "pending" }
        }
      },
      settings: { emailPassword: { autoConfirm: true, resetFunctionName: "reset" } }
    }))
  })
})
