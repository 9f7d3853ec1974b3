/** Paths are what they are to the letter: another spelling would pass by what looks at them. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { ask, logIn, providers, served } from "./administered.ts"

describe("a path", () => {
  it.effect.each([
    `${providers}/anon-user/login/`,
    `${providers}/anon-user//login`,
    `${providers}/anon-user/LOGIN`,
    "/api/oauth/token/",
    "/api/oauth//token"
  ])("is not found in another spelling: %s", (path) =>
    Effect.gen(function*() {
      assert.strictEqual((yield* ask(`POST ${path}`, { body: {} })).status, 404)
    }).pipe(served()))

  it.effect("may hold the longest address", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const email = `${"a".repeat(240)}@example.com`
      const refused = admin.deletePendingUser({ ...inApp, params: { ...inApp.params, email } })
      assert.propertyVal(yield* Effect.flip(refused), "_tag", "UserNotFound")
    }).pipe(served()))
})
