import { Administrators } from "@atlas-bearer/emulator/Administrators"
import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Jwt from "@atlas-bearer/emulator/Jwt"
import { Sessions } from "@atlas-bearer/emulator/Sessions"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { jwtParts } from "./jwtParts.ts"
import { logIn } from "./logIn.ts"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const refusal = <A>(effect: Effect.Effect<A, { readonly _tag: string; readonly description: string }>) =>
  Effect.map(Effect.flip(effect), ({ _tag, description }) => `${_tag}: ${description}`)

/** A token with claims changed and the signature of the app. */
const altered = Effect.fnUntraced(function*(token: Redacted.Redacted, claims: Record<string, unknown>) {
  const { signingSecret } = yield* seededApp
  return Jwt.sign({ ...JSON.parse(jwtParts(token).claims), ...claims }, signingSecret)
})

describe("Sessions", () => {
  it.effect("knows whose access token it is, until 1800 seconds are over", () =>
    Effect.gen(function*() {
      const sessions = yield* Sessions
      const clock = yield* VirtualClock
      yield* clock.set(1_578_964_716_000)
      yield* clock.freeze
      const { accessToken, userId } = yield* logIn
      yield* clock.advance("1799 seconds")
      const authenticated = yield* sessions.authenticate(accessToken)
      assert.strictEqual(authenticated.userId, userId)
      assert.strictEqual(authenticated.app.clientAppId, DefaultSeed.app.clientAppId)
      assert.strictEqual(authenticated.sessionId, authenticated.claims.iss)
      yield* clock.advance("1 second")
      assert.strictEqual(
        yield* refusal(sessions.authenticate(accessToken)),
        "InvalidSession: invalid session: access token expired"
      )
    }).pipe(seededStore()))

  it.effect("renews the access token alone, until 60 days are over", () =>
    Effect.gen(function*() {
      const sessions = yield* Sessions
      const clock = yield* VirtualClock
      yield* clock.freeze
      const { accessToken, refreshToken } = yield* logIn
      const renewed = yield* sessions.refresh(refreshToken)
      assert.notStrictEqual(Redacted.value(renewed), Redacted.value(accessToken))
      yield* clock.advance("5183999 seconds")
      yield* sessions.authenticate(yield* sessions.refresh(refreshToken))
      yield* clock.advance("1 second")
      assert.strictEqual(
        yield* refusal(sessions.refresh(refreshToken)),
        "InvalidSession: invalid session: failed to find refresh token"
      )
    }).pipe(seededStore()))

  it.effect("ends the refresh token on revocation, not the access token", () =>
    Effect.gen(function*() {
      const sessions = yield* Sessions
      const { accessToken, refreshToken } = yield* logIn
      const other = yield* logIn
      yield* sessions.revoke(refreshToken)
      const expected = "InvalidSession: invalid session: failed to find refresh token"
      assert.strictEqual(yield* refusal(sessions.refresh(refreshToken)), expected)
      assert.strictEqual(yield* refusal(sessions.revoke(refreshToken)), expected)
      yield* sessions.authenticate(accessToken)
      yield* sessions.refresh(other.refreshToken)
    }).pipe(seededStore()))

  it.effect("refuses to refresh for a disabled user, whose access token lives on", () =>
    Effect.gen(function*() {
      const sessions = yield* Sessions
      const database = yield* Database
      const { accessToken, refreshToken } = yield* logIn
      yield* database.run("UPDATE users SET disabled = 1")
      assert.include(yield* refusal(sessions.refresh(refreshToken)), "InvalidSession")
      yield* sessions.authenticate(accessToken)
      yield* database.run("DELETE FROM users")
      assert.include(yield* refusal(sessions.refresh(refreshToken)), "InvalidSession")
      assert.include(yield* refusal(sessions.authenticate(accessToken)), "InvalidSession: invalid session")
    }).pipe(seededStore()))

  it.effect("says what is wrong with a refresh token", () =>
    Effect.gen(function*() {
      const sessions = yield* Sessions
      const { accessToken, refreshToken } = yield* logIn
      const refusalOf = (token: string | Redacted.Redacted) =>
        refusal(sessions.refresh(typeof token === "string" ? Redacted.make(token) : token))
      assert.strictEqual(
        yield* refusalOf(accessToken),
        "TokenInvalid: invalid refresh token: incorrect token type"
      )
      assert.strictEqual(
        yield* refusalOf("null"),
        "TokenInvalid: token contains an invalid number of segments"
      )
      assert.strictEqual(
        yield* refusalOf(`${Redacted.value(refreshToken)}A`),
        "TokenInvalid: signature is invalid"
      )
      assert.strictEqual(
        yield* refusalOf(yield* altered(refreshToken, { stitch_domainId: "000000000000000000000000" })),
        "TokenInvalid: signature is invalid"
      )
      assert.strictEqual(
        yield* refusalOf(yield* altered(refreshToken, { exp: 9_999_999_999 })),
        "InvalidSession: invalid session: failed to find refresh token"
      )
    }).pipe(seededStore()))

  it.effect("says what is wrong with an access token, always as InvalidSession", () =>
    Effect.gen(function*() {
      const sessions = yield* Sessions
      const { accessToken, refreshToken } = yield* logIn
      const refusalOf = (token: string | Redacted.Redacted) =>
        refusal(sessions.authenticate(typeof token === "string" ? Redacted.make(token) : token))
      assert.strictEqual(yield* refusalOf(refreshToken), "InvalidSession: invalid session: valid Issuer required")
      assert.strictEqual(
        yield* refusalOf("x"),
        "InvalidSession: invalid session: token contains an invalid number of segments"
      )
      assert.strictEqual(
        yield* refusalOf(`${Redacted.value(accessToken)}A`),
        "InvalidSession: invalid session: signature is invalid"
      )
      assert.strictEqual(
        yield* refusalOf(yield* altered(accessToken, { typ: "refresh" })),
        "InvalidSession: invalid session: valid Issuer required"
      )
      const administrator = yield* Administrators.use((administrators) =>
        administrators.logIn(DefaultSeed.administrator.publicKey, Redacted.make(DefaultSeed.administrator.privateKey))
      )
      assert.strictEqual(
        yield* refusalOf(administrator.accessToken),
        "InvalidSession: invalid session: signature is invalid"
      )
      assert.strictEqual(
        yield* refusal(sessions.refresh(administrator.refreshToken)),
        "TokenInvalid: signature is invalid"
      )
    }).pipe(seededStore()))

  it.effect("accepts a token for its own app only", () =>
    Effect.gen(function*() {
      const sessions = yield* Sessions
      const { accessToken } = yield* logIn
      const app = yield* seededApp
      const other = yield* otherApp
      yield* sessions.authenticateFor(app, accessToken)
      assert.include(yield* refusal(sessions.authenticateFor(other, accessToken)), "InvalidSession")
    }).pipe(seededStore()))
})
