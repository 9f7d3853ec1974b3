import { CustomTokens } from "@atlas-bearer/emulator/CustomTokens"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Jwt from "@atlas-bearer/emulator/Jwt"
import { Logins } from "@atlas-bearer/emulator/Logins"
import { Users } from "@atlas-bearer/emulator/Users"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { seededApp, seededStore } from "./seededStore.ts"

const now = 1_600_000_000
const { audience: aud, secret } = DefaultSeed.customToken
const valid = { aud, exp: now + 60, sub: "24601" }
const sign = (claims: Record<string, unknown>, key: string = secret) => Jwt.sign(claims, Redacted.make(key))

const authenticate = Effect.fnUntraced(function*(token: Redacted.Redacted) {
  yield* VirtualClock.use((clock) => Effect.andThen(Effect.orDie(clock.set(now * 1000)), clock.freeze))
  const tokens = yield* CustomTokens
  const app = yield* seededApp
  const logins = yield* Logins
  return yield* logins.identify(app, yield* tokens.prove(app, token))
})

/** The token of the vendor's pages: for another app, and expired in 2018. */
const pageToken = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJ0ZXN0ZGV2LWJwcWVsIiwiZXhwIjoxNTE2MjM5MDIyLCJzdWIi" +
  "OiIyNDYwMSIsInVzZXJfZGF0YSI6eyJuYW1lIjoiSmVhbiBWYWxqZWFuIiwiYWxpYXNlcyI6WyJNb25zaWV1ciBNYWRlbGVpbmUiLCJVbHRpbWUg" +
  "RmF1Y2hlbGV2ZW50IiwiVXJiYWluIEZhYnJlIl19fQ.mVWr4yFf8nD1EhuhrJbgKfY7BEpMab38RflXzUxuaEI"

describe("CustomTokens", () => {
  it.effect("finds the user of the subject, and keeps what the token tells", () =>
    Effect.gen(function*() {
      const userData = { name: "Jean Valjean", aliases: ["Monsieur Madeleine"] }
      const first = yield* authenticate(sign({ ...valid, user_data: userData }))
      const profile = yield* Users.use((users) => users.profile(first.userId))
      assert.deepStrictEqual(profile.data, userData)
      assert.strictEqual(profile.type, "normal")
      assert.strictEqual(first.id, "24601")
      const second = yield* authenticate(sign({ ...valid, aud: ["x", aud], name: "Jean" }))
      assert.strictEqual(second.userId, first.userId)
      assert.deepStrictEqual((yield* Users.use((users) => users.profile(first.userId))).data, { name: "Jean" })
      const other = yield* authenticate(sign({ ...valid, sub: "24602", nbf: now }))
      assert.notStrictEqual(other.userId, first.userId)
    }).pipe(seededStore()))

  it.effect.each([
    { name: "another secret", token: sign(valid, "another secret"), expected: "signature is invalid" },
    { name: "the page's own token", token: Redacted.make(pageToken), expected: "signature is invalid" },
    { name: "nonsense", token: Redacted.make("nonsense"), expected: "token contains an invalid number of segments" },
    { name: "another audience", token: sign({ ...valid, aud: ["x"] }), expected: "token has another audience" },
    {
      name: "an audience that only contains ours",
      token: sign({ ...valid, aud: `${aud}x` }),
      expected: "token has another audience"
    },
    {
      name: "no expiry",
      token: sign({ ...valid, exp: undefined }),
      expected: "token needs the claims sub, aud and exp"
    },
    {
      name: "an expiry in words",
      token: sign({ ...valid, exp: "2099" }),
      expected: "token needs the claims sub, aud and exp"
    },
    { name: "no subject", token: sign({ ...valid, sub: "" }), expected: "token needs the claims sub, aud and exp" },
    { name: "an expiry that is now", token: sign({ ...valid, exp: now }), expected: "token is expired" },
    { name: "a start in the future", token: sign({ ...valid, nbf: now + 1 }), expected: "token is not valid yet" }
  ])("refuses $name", ({ expected, token }) =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(authenticate(token))
      assert.strictEqual(error._tag, "AuthError")
      assert.strictEqual(error.description, expected)
    }).pipe(seededStore()))
})
