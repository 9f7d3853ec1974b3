import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { VirtualClock } from "../src/VirtualClock.ts"
import { ask, logIn, logInUser, profile, providers, refresh, served } from "./administered.ts"

const password = Redacted.make("24601-password")
const code = ({ body, status }: { readonly status: number; readonly body: { readonly error_code?: string } }) =>
  `${status} ${body?.error_code}`

describe("users in the Admin API", () => {
  it.effect("are listed in pages of 50, upwards and downwards", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      for (let count = 0; count < 119; count++) yield* ask(`POST ${providers}/anon-user/login`)
      const ids: Array<string> = []
      for (const size of [50, 50, 20, 0]) {
        const after = ids.at(-1)
        const page = yield* admin.listUsers({ ...inApp, query: after === undefined ? {} : { after } })
        assert.strictEqual(page.length, size)
        ids.push(...page.map(({ id }) => id))
      }
      assert.deepStrictEqual(ids, [...new Set(ids)].toSorted())
      const last = yield* admin.listUsers({ ...inApp, query: { sort: "_id", desc: true } })
      assert.deepStrictEqual(last.map(({ id }) => id), ids.toReversed().slice(0, 50))
      const before = yield* admin.listUsers({ ...inApp, query: { desc: true, after: ids[2] ?? "" } })
      assert.deepStrictEqual(before.map(({ id }) => id), [ids[1], ids[0]])
      const { groupId, appId } = inApp.params
      const authorization = `Bearer ${Redacted.value(inApp.headers.authorization)}`
      const sorted = yield* ask(`GET /api/admin/v3.0/groups/${groupId}/apps/${appId}/users?sort=name`, {
        headers: { authorization }
      })
      assert.strictEqual(code(sorted), "400 BadRequest")
    }).pipe(served()))

  it.effect("are listed by their providers, and by whether they are disabled", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const { body: { user_id: anonymous } } = yield* ask(`POST ${providers}/anon-user/login`)
      const { body: { user_id: disabled } } = yield* ask(`POST ${providers}/anon-user/login`)
      const { body: { user_id: email } } = yield* logInUser()
      yield* admin.disableUser({ ...inApp, params: { ...inApp.params, userId: String(disabled) } })
      const list = (query: Parameters<typeof admin.listUsers>[0]["query"]) =>
        Effect.map(admin.listUsers({ ...inApp, query }), (users) => users.map(({ id }) => id))
      assert.sameMembers(yield* list({}), [anonymous, disabled, email])
      assert.sameMembers(yield* list({ status: "enabled" }), [anonymous, email])
      assert.deepStrictEqual(yield* list({ status: "disabled" }), [disabled])
      assert.deepStrictEqual(yield* list({ providerTypes: ["local-userpass"] }), [email])
      assert.sameMembers(yield* list({ providerTypes: ["local-userpass", "anon-user"] }), [anonymous, disabled, email])
      assert.deepStrictEqual(yield* list({ providerTypes: ["anon-user"], status: "enabled" }), [anonymous])
      assert.deepStrictEqual(yield* list({ providerTypes: ["api-key"] }), [])
    }).pipe(served()))

  it.effect("have the devices that they logged in from", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const { password, username } = DefaultSeed.user
      const from = (device?: object) =>
        ask(`POST ${providers}/local-userpass/login`, {
          body: { username, password, ...(device && { options: { device } }) }
        })
      yield* from()
      const { body: { device_id: first, user_id: userId } } = yield* from({ platform: "node" })
      const { body: { device_id: second } } = yield* from({ platform: "node" })
      yield* from({ platform: "node", deviceId: first })
      const user = { ...inApp, params: { ...inApp.params, userId: String(userId) } }
      assert.deepStrictEqual(yield* admin.listUserDevices(user), [{ id: first }, { id: second }])
      const nobody = { ...inApp, params: { ...inApp.params, userId: DefaultSeed.app.id } }
      assert.strictEqual((yield* Effect.flip(admin.listUserDevices(nobody)))._tag, "UserNotFound")
    }).pipe(served()))

  it.effect("are created confirmed, with their dates, and deleted", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const clock = yield* VirtualClock
      yield* clock.set(1_700_000_000_000)
      const inApp = yield* logIn
      const create = admin.createUser({ ...inApp, payload: { email: "jean@example.com", password } })
      const created = yield* create
      assert.deepInclude(created, { type: "normal", disabled: false, data: { email: "jean@example.com" } })
      assert.deepInclude(created, { creationDate: 1_700_000_000, lastAuthenticationDate: 0 })
      assert.strictEqual((yield* Effect.flip(create))._tag, "AccountNameInUse")
      const short = admin.createUser({
        ...inApp,
        payload: { email: "a@example.com", password: Redacted.make("short") }
      })
      assert.strictEqual((yield* Effect.flip(short))._tag, "BadRequest")

      yield* clock.advance("1 minute")
      const session = yield* logInUser("jean@example.com", Redacted.value(password))
      const params = { ...inApp.params, userId: created.id }
      const user = yield* admin.getUser({ ...inApp, params })
      assert.deepInclude(user, { creationDate: 1_700_000_000, lastAuthenticationDate: 1_700_000_060 })
      assert.deepStrictEqual(user.identities.map(({ providerType }) => providerType), ["local-userpass"])
      yield* admin.deleteUser({ ...inApp, params })
      assert.strictEqual((yield* Effect.flip(admin.deleteUser({ ...inApp, params })))._tag, "UserNotFound")
      assert.strictEqual(code(yield* refresh(session.body.refresh_token)), "401 InvalidSession")
      assert.strictEqual(code(yield* logInUser("jean@example.com", Redacted.value(password))), "401 InvalidPassword")
    }).pipe(served()))

  it.effect("lose their sessions by a logout, and their logins while they are disabled", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const { body } = yield* logInUser()
      const user = { ...inApp, params: { ...inApp.params, userId: String(body.user_id) } }
      const verify = (token: string) => admin.verifyToken({ ...inApp, payload: { token: Redacted.make(token) } })

      yield* admin.logOutUser(user)
      assert.strictEqual(code(yield* refresh(body.refresh_token)), "401 InvalidSession")
      // Access tokens live on until they expire.
      assert.strictEqual((yield* profile(body.access_token)).status, 200)
      assert.isObject(yield* verify(body.access_token))

      const { body: again } = yield* logInUser()
      yield* admin.disableUser(user)
      assert.isTrue((yield* admin.getUser(user)).disabled)
      assert.strictEqual(code(yield* refresh(again.refresh_token)), "401 InvalidSession")
      assert.isObject(yield* verify(again.access_token))
      assert.strictEqual(code(yield* logInUser()), "401 UserDisabled")
      yield* admin.enableUser(user)
      assert.strictEqual(code(yield* refresh(again.refresh_token)), "401 InvalidSession")
      assert.strictEqual((yield* logInUser()).status, 200)
    }).pipe(served()))

  it.effect("log in with another address once it was changed", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const { body } = yield* logInUser()
      const change = (userId: string, email: string) =>
        admin.resetUserEmail({ ...inApp, params: { ...inApp.params, userId }, payload: { email } })
      yield* change(body.user_id, "new@example.com")
      assert.strictEqual(code(yield* logInUser()), "401 InvalidPassword")
      const session = yield* logInUser("new@example.com")
      const { body: { data, identities } } = yield* profile(session.body.access_token)
      assert.deepStrictEqual([data.email, identities[0].provider_data.email], ["new@example.com", "new@example.com"])

      yield* change(body.user_id, "new@example.com")
      yield* admin.createUser({ ...inApp, payload: { email: "taken@example.com", password } })
      const failure = (userId: string, email: string) =>
        Effect.map(Effect.flip(change(userId, email)), ({ _tag }) => _tag)
      assert.strictEqual(yield* failure(body.user_id, "taken@example.com"), "AccountNameInUse")
      for (const email of ["", "nobody", `${"a".repeat(128)}@example.com`]) {
        assert.strictEqual(yield* failure(body.user_id, email), "BadRequest")
      }
      const anonymous = yield* ask(`POST ${providers}/anon-user/login`)
      assert.strictEqual(yield* failure(anonymous.body.user_id, "a@example.com"), "BadRequest")
      assert.strictEqual(yield* failure(DefaultSeed.app.id, "a@example.com"), "UserNotFound")
    }).pipe(served()))
})
