import { ApiKeys } from "@atlas-bearer/emulator/ApiKeys"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { Logins } from "@atlas-bearer/emulator/Logins"
import { Users } from "@atlas-bearer/emulator/Users"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const key = Redacted.make(DefaultSeed.serverApiKey)

describe("ApiKeys", () => {
  it.effect("logs in as the same user of type server each time", () =>
    Effect.gen(function*() {
      const keys = yield* ApiKeys
      const app = yield* seededApp
      const logIn = Effect.flatMap(keys.prove(app, key), (proof) => Logins.use(({ identify }) => identify(app, proof)))
      const { userId } = yield* logIn
      assert.strictEqual((yield* logIn).userId, userId)
      assert.strictEqual((yield* Users.use((users) => users.profile(userId))).type, "server")
    }).pipe(seededStore()))

  it.effect("refuses an unknown key, and a key of another app", () =>
    Effect.gen(function*() {
      const keys = yield* ApiKeys
      const app = yield* seededApp
      const other = yield* otherApp
      for (
        const login of [
          keys.prove(app, Redacted.make("unknown")),
          keys.prove(other, key)
        ]
      ) {
        const error = yield* Effect.flip(login)
        assert.strictEqual(error._tag, "AuthError")
        assert.strictEqual(error.description, "invalid API key")
      }
    }).pipe(seededStore()))
})
