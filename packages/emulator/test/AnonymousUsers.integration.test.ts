/** How long anonymous users last. */
import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Apps } from "../src/Apps.ts"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { Population } from "../src/Population.ts"
import { VirtualClock } from "../src/VirtualClock.ts"
import { ask, logIn, logInUser, profile, providers, refresh, served } from "./administered.ts"

const anonymous = Effect.map(ask(`POST ${providers}/anon-user/login`), ({ body }) => ({
  userId: String(body.user_id),
  accessToken: String(body.access_token),
  refreshToken: String(body.refresh_token)
}))

const frozen = VirtualClock.use((clock) => Effect.andThen(clock.set(Date.UTC(2031, 0, 1)), clock.freeze))
const later = (time: "89 days" | "1 day") => VirtualClock.use((clock) => clock.advance(time))

const list = Effect.gen(function*() {
  const inApp = yield* logIn
  const admin = yield* AdminClient
  return { inApp, admin, ids: (yield* admin.listUsers({ ...inApp, query: {} })).map(({ id }) => id) }
})

describe("an anonymous user", () => {
  it.effect("is deleted after 90 days, with the sessions, although the refresh token lives on", () =>
    Effect.gen(function*() {
      yield* frozen
      const user = yield* anonymous
      yield* later("89 days")
      const young = yield* anonymous
      const renewed = yield* refresh(user.refreshToken)
      assert.strictEqual(renewed.status, 201)
      yield* VirtualClock.use((clock) => clock.advance("1430 minutes"))
      const { body: { access_token: lastToken } } = yield* refresh(user.refreshToken)
      assert.strictEqual((yield* profile(lastToken)).status, 200)
      yield* VirtualClock.use((clock) => clock.advance("10 minutes"))
      assert.strictEqual((yield* profile(lastToken)).body.error_code, "InvalidSession")
      const refused = yield* refresh(user.refreshToken)
      assert.deepStrictEqual([refused.status, refused.body], [401, {
        error: "invalid session: failed to find refresh token",
        error_code: "InvalidSession"
      }])
      assert.strictEqual((yield* refresh(young.refreshToken)).status, 201)
      const { admin, ids, inApp } = yield* list
      assert.notInclude(ids, user.userId)
      assert.include(ids, young.userId)
      const gone = yield* Effect.flip(admin.getUser({ ...inApp, params: { ...inApp.params, userId: user.userId } }))
      assert.strictEqual(gone._tag, "UserNotFound")
    }).pipe(served()))

  it.effect("is gone whoever looks first", () =>
    Effect.gen(function*() {
      yield* frozen
      const first = yield* anonymous
      yield* later("89 days")
      yield* later("1 day")
      const app = yield* Effect.orDie(Apps.use((apps) => apps.byClientAppId(DefaultSeed.app.clientAppId)))
      const { sessions, users } = yield* Population
      assert.notInclude((yield* users(app)).map(({ id }) => id), first.userId)
      assert.lengthOf(yield* sessions(app), 0)

      const second = yield* anonymous
      const clock = yield* VirtualClock
      yield* clock.advance("90 days")
      assert.notInclude((yield* list).ids, second.userId)

      const third = yield* anonymous
      yield* clock.advance("90 days")
      const { admin, inApp } = { admin: yield* AdminClient, inApp: yield* logIn }
      const devices = { ...inApp, params: { ...inApp.params, userId: third.userId } }
      assert.strictEqual((yield* Effect.flip(admin.listUserDevices(devices)))._tag, "UserNotFound")

      const fourth = yield* anonymous
      yield* clock.advance("90 days")
      assert.strictEqual((yield* refresh(fourth.refreshToken)).status, 401)
    }).pipe(served()))

  it.effect("lasts once it is linked, as users with other providers do", () =>
    Effect.gen(function*() {
      yield* frozen
      const linked = yield* anonymous
      const email = "linked@example.com"
      const password = "24601-password"
      yield* ask(`POST ${providers}/local-userpass/register`, { body: { email, password } })
      yield* ask(`POST ${providers}/local-userpass/login?link=true`, {
        body: { username: email, password },
        headers: { authorization: `Bearer ${linked.accessToken}` }
      })
      yield* later("89 days")
      yield* later("1 day")
      assert.strictEqual((yield* refresh(linked.refreshToken)).status, 201)
      const { body } = yield* logInUser(email, password)
      assert.propertyVal((yield* profile(body.access_token)).body, "user_id", linked.userId)
      assert.include((yield* list).ids, linked.userId)
    }).pipe(served()))
})
