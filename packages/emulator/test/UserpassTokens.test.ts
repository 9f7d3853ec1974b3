import { Database } from "@atlas-bearer/emulator/Database"
import { type UserpassToken, UserpassTokens } from "@atlas-bearer/emulator/UserpassTokens"
import { Users } from "@atlas-bearer/emulator/Users"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const issue = Effect.gen(function*() {
  const app = yield* seededApp
  const tokens = yield* UserpassTokens
  const { userId } = yield* Users.use((users) => users.createAnonymous(app))
  return { app, tokens, userId, token: yield* tokens.issue(app, "confirm", userId) }
})

const changed = ({ token, tokenId }: UserpassToken): UserpassToken => ({
  token: Redacted.make(Redacted.value(token).replace(/./, (digit) => digit === "0" ? "1" : "0")),
  tokenId
})

describe("UserpassTokens", () => {
  it.effect("say whose they are, once", () =>
    Effect.gen(function*() {
      const { app, token, tokens, userId } = yield* issue
      assert.match(Redacted.value(token.token), /^[0-9a-f]{128}$/)
      assert.match(token.tokenId, /^[0-9a-f]{24}$/)
      assert.strictEqual(yield* tokens.redeem(app, "confirm", token), userId)
      assert.strictEqual((yield* Effect.flip(tokens.redeem(app, "confirm", token)))._tag, "UserpassTokenInvalid")
    }).pipe(seededStore()))

  it.effect("are refused for another purpose, another app, another token, and 30 minutes later", () =>
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      yield* clock.freeze
      const { app, token, tokens, userId } = yield* issue
      for (
        const attempt of [
          tokens.redeem(app, "reset", token),
          tokens.redeem(yield* otherApp, "confirm", token),
          tokens.redeem(app, "confirm", changed(token))
        ]
      ) assert.strictEqual((yield* Effect.flip(attempt))._tag, "UserpassTokenInvalid")
      yield* clock.advance("29 minutes")
      const second = yield* tokens.issue(app, "confirm", userId)
      assert.strictEqual(yield* tokens.redeem(app, "confirm", token), userId)
      yield* clock.advance("30 minutes")
      assert.strictEqual((yield* Effect.flip(tokens.redeem(app, "confirm", second)))._tag, "UserpassTokenInvalid")
    }).pipe(seededStore()))

  it.effect.each([
    { token: "t", tokenId: "0".repeat(24) },
    { token: "0".repeat(128), tokenId: "i" },
    { token: `${"0".repeat(128)}\n`, tokenId: "0".repeat(24) }
  ])("name a pair that cannot be one: $tokenId", ({ token, tokenId }) =>
    Effect.gen(function*() {
      const { app, tokens } = yield* issue
      const error = yield* Effect.flip(tokens.redeem(app, "confirm", { token: Redacted.make(token), tokenId }))
      assert.strictEqual(error._tag, "BadRequest")
      assert.strictEqual(error.description, "invalid token data")
    }).pipe(seededStore()))

  it.effect("are not in the database", () =>
    Effect.gen(function*() {
      const { token } = yield* issue
      const database = yield* Database
      const rows = yield* database.all(
        Schema.Record(Schema.String, Schema.Unknown),
        "SELECT * FROM userpassTokens"
      )
      assert.strictEqual(rows.length, 1)
      assert.notInclude(JSON.stringify(rows), Redacted.value(token.token))
    }).pipe(seededStore()))
})
