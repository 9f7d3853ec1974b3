import { Claims } from "@atlas-bearer/core/endpoints/admin/VerifyToken"
import { Administrators } from "@atlas-bearer/emulator/Administrators"
import { Database } from "@atlas-bearer/emulator/Database"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Jwt from "@atlas-bearer/emulator/Jwt"
import { Sessions } from "@atlas-bearer/emulator/Sessions"
import { Users } from "@atlas-bearer/emulator/Users"
import { VirtualClock } from "@atlas-bearer/emulator/VirtualClock"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted, Schema } from "effect"
import { jwtParts } from "./jwtParts.ts"
import { otherApp, seededApp, seededStore } from "./seededStore.ts"

const { privateKey, publicKey } = DefaultSeed.administrator
const logIn = Administrators.use((administrators) => administrators.logIn(publicKey, Redacted.make(privateKey)))

const startSession = Effect.gen(function*() {
  const app = yield* seededApp
  const identity = yield* Users.use((users) => users.createAnonymous(app))
  return yield* Sessions.use((sessions) => sessions.start(app, identity, "0".repeat(24)))
})

const verify = (token: Redacted.Redacted) =>
  Effect.flatMap(seededApp, (app) => Administrators.use((administrators) => administrators.verifyToken(app, token)))

const refusal = <A, R>(
  effect: Effect.Effect<A, { readonly _tag: string; readonly description: string }, R>
) => Effect.map(Effect.flip(effect), ({ _tag, description }) => `${_tag}: ${description}`)

describe("Administrators", () => {
  it.effect("logs in with the key pair, and with no other", () =>
    Effect.gen(function*() {
      const administrators = yield* Administrators
      const { accessToken, refreshToken, userId } = yield* logIn
      assert.strictEqual(yield* administrators.authenticate(accessToken), userId)
      const [access, refresh] = [accessToken, refreshToken].map((token) => JSON.parse(jwtParts(token).claims))
      assert.strictEqual(access.exp - access.iat, 1800)
      assert.strictEqual(refresh.exp - refresh.iat, 5_184_000)
      const rejected = "ApiKeyRejected: failed to authenticate with MongoDB Cloud API: " +
        "You are not authorized for this resource."
      assert.strictEqual(yield* refusal(administrators.logIn(publicKey, Redacted.make("wrong"))), rejected)
      assert.strictEqual(yield* refusal(administrators.logIn("unknown", Redacted.make(privateKey))), rejected)
      // What an unknown key is compared with lets nobody in.
      assert.strictEqual(yield* refusal(administrators.logIn("unknown", Redacted.make("no such secret"))), rejected)
    }).pipe(seededStore()))

  it.effect("renews and ends the session", () =>
    Effect.gen(function*() {
      const administrators = yield* Administrators
      const { accessToken, refreshToken } = yield* logIn
      yield* administrators.authenticate(yield* administrators.refresh(refreshToken))
      assert.strictEqual(
        yield* refusal(administrators.refresh(accessToken)),
        "TokenInvalid: invalid refresh token: incorrect token type"
      )
      yield* administrators.revoke(refreshToken)
      assert.strictEqual(
        yield* refusal(administrators.refresh(refreshToken)),
        "InvalidSession: invalid session: failed to find refresh token"
      )
      yield* administrators.authenticate(accessToken)
    }).pipe(seededStore()))

  it.effect("says the same of every access token that it refuses", () =>
    Effect.gen(function*() {
      const administrators = yield* Administrators
      const clock = yield* VirtualClock
      const { accessToken, refreshToken } = yield* logIn
      const user = yield* startSession
      yield* clock.advance("30 minutes")
      for (const token of [accessToken, refreshToken, user.accessToken, user.refreshToken, Redacted.make("x")]) {
        assert.strictEqual(yield* refusal(administrators.authenticate(token)), "InvalidSession: invalid session")
      }
      assert.strictEqual(
        yield* refusal(administrators.refresh(user.refreshToken)),
        "TokenInvalid: signature is invalid"
      )
    }).pipe(seededStore()))

  it.effect("verifies a user's token, under the names of the Admin API", () =>
    Effect.gen(function*() {
      const { accessToken, userId } = yield* startSession
      const { exp, iat, iss } = JSON.parse(jwtParts(accessToken).claims)
      const claims = yield* verify(accessToken)
      assert.deepStrictEqual(Schema.encodeUnknownSync(Claims)(claims), {
        sub: userId ?? "",
        exp,
        iat,
        iss,
        domain_id: "5dd81bbe751ac96d376b5285",
        device_id: "0".repeat(24)
      })
    }).pipe(seededStore()))

  it.effect("does not see that a session ended or a user was disabled", () =>
    Effect.gen(function*() {
      const database = yield* Database
      const { accessToken, refreshToken } = yield* startSession
      yield* Sessions.use((sessions) => sessions.revoke(refreshToken))
      yield* database.run("UPDATE users SET disabled = 1")
      assert.isObject(yield* verify(accessToken))
    }).pipe(seededStore()))

  it.effect("tells an expired, a malformed and a wrong token apart", () =>
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      const { accessToken, refreshToken } = yield* startSession
      const malformed = "TokenMalformed: token contains an invalid number of segments"
      const badlySigned = "TokenInvalid: signature is invalid"
      const other = yield* otherApp
      const forged = Jwt.sign(JSON.parse(jwtParts(accessToken).claims), other.signingSecret)
      assert.strictEqual(yield* refusal(verify(Redacted.make("nonsense"))), malformed)
      assert.strictEqual(yield* refusal(verify(forged)), badlySigned)
      assert.include(yield* refusal(verify(refreshToken)), "TokenInvalid: ")
      assert.strictEqual(yield* refusal(verify((yield* logIn).accessToken)), badlySigned)
      yield* clock.advance("1799 seconds")
      assert.isObject(yield* verify(accessToken))
      yield* clock.advance("1 second")
      assert.strictEqual(yield* verify(accessToken), "token expired")
      assert.strictEqual(yield* refusal(verify(forged)), badlySigned)
    }).pipe(seededStore()))

  it.effect("finds the app of a group, for administrators alone", () =>
    Effect.gen(function*() {
      const { appOf } = yield* Administrators
      const headers = { authorization: (yield* logIn).accessToken }
      const { groupId, id: appId } = DefaultSeed.app
      assert.strictEqual((yield* appOf({ headers, params: { groupId, appId } })).id, appId)
      assert.include(yield* refusal(appOf({ headers, params: { groupId: appId, appId } })), "AppNotFound")
      assert.include(yield* refusal(appOf({ headers, params: { groupId, appId: groupId } })), "AppNotFound")
      const user = { authorization: (yield* startSession).accessToken }
      assert.include(yield* refusal(appOf({ headers: user, params: { groupId, appId } })), "InvalidSession")
    }).pipe(seededStore()))
})
