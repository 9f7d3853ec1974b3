import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { VirtualClock } from "../src/VirtualClock.ts"
import { ask, logIn, logInUser, providers, refresh, served } from "./administered.ts"
import { jwtParts } from "./jwtParts.ts"

const tag = <A, R>(effect: Effect.Effect<A, { readonly _tag: string }, R>) =>
  Effect.map(Effect.flip(effect), ({ _tag }) => _tag)

describe("the Admin API", () => {
  it.effect("tells administrators who they are and which apps there are", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const { headers } = yield* logIn
      const { clientAppId, groupId, id } = DefaultSeed.app
      assert.deepStrictEqual((yield* admin.listAdminProviders({})).map(({ type }) => type), ["mongodb-cloud"])
      const profile = yield* admin.getAdminProfile({ headers })
      assert.deepStrictEqual(profile.roles, [{ name: "GROUP_OWNER", groupId }])
      const [app, ...others] = yield* admin.listApps({ headers, params: { groupId } })
      assert.deepInclude(app, { id, clientAppId, groupId, name: "myapp" })
      assert.deepStrictEqual(others, [])
      assert.deepStrictEqual(yield* admin.listApps({ headers, params: { groupId: id } }), [])
      const { body } = yield* logInUser()
      const user = { authorization: Redacted.make(String(body.access_token)) }
      assert.strictEqual(yield* tag(admin.getAdminProfile({ headers: user })), "InvalidSession")
      assert.strictEqual(yield* tag(admin.listApps({ headers: user, params: { groupId } })), "InvalidSession")
      assert.strictEqual((yield* ask(`GET /api/admin/v3.0/groups/${groupId}/apps`)).status, 401)
    }).pipe(served()))

  it.effect("makes server API keys, and keeps users' keys apart", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const { body } = yield* logInUser()
      const headers = { authorization: `Bearer ${body.refresh_token}` }
      const userKey = yield* ask("POST /api/client/v2.0/auth/api_keys", { body: { name: "u" }, headers })
      const create = (name: string) => admin.createServerApiKey({ ...inApp, payload: { name } })
      const { id, key } = yield* create("k1")
      assert.strictEqual(yield* tag(create("k1")), "APIKeyAlreadyExists")
      assert.strictEqual(yield* tag(create("k 1")), "InvalidParameter")
      const listed = yield* admin.listServerApiKeys(inApp)
      assert.deepStrictEqual(listed.map(({ name }) => name), ["server", "k1"])

      const of = (keyId: string) => ({ ...inApp, params: { ...inApp.params, keyId } })
      const logInByKey = Effect.map(
        ask(`POST ${providers}/api-key/login`, { body: { key: Redacted.value(key) } }),
        ({ status }) => status
      )
      assert.strictEqual(yield* logInByKey, 200)
      yield* admin.disableServerApiKey(of(id))
      assert.isTrue((yield* admin.getServerApiKey(of(id))).disabled)
      assert.strictEqual(yield* logInByKey, 401)
      yield* admin.enableServerApiKey(of(id))
      assert.strictEqual(yield* logInByKey, 200)
      yield* admin.deleteServerApiKey(of(id))
      assert.strictEqual(yield* logInByKey, 401)
      for (const keyId of [id, String(userKey.body._id)]) {
        assert.strictEqual(yield* tag(admin.getServerApiKey(of(keyId))), "APIKeyNotFound")
        assert.strictEqual(yield* tag(admin.disableServerApiKey(of(keyId))), "APIKeyNotFound")
        assert.strictEqual(yield* tag(admin.deleteServerApiKey(of(keyId))), "APIKeyNotFound")
      }
      for (let count = 2; count <= 100; count++) yield* create(`k${count}`)
      assert.strictEqual(yield* tag(create("k101")), "BadRequest")
    }).pipe(served()))

  it.effect("lets pages of allowed origins in, and no others", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const from = (origin: string) => ask(`POST ${providers}/anon-user/login`, { headers: { origin } })
      assert.strictEqual((yield* from("https://b.example")).status, 200)
      yield* admin.setAllowedRequestOrigins({ ...inApp, payload: ["https://a.example", "http://localhost:3000"] })
      assert.deepStrictEqual(yield* admin.listAllowedRequestOrigins(inApp), [
        "https://a.example",
        "http://localhost:3000"
      ])
      assert.strictEqual((yield* from("https://a.example")).status, 200)
      const refused = yield* from("https://b.example")
      assert.deepStrictEqual([refused.status, refused.body.error_code], [403, "DomainNotAllowed"])
      const { body: session, status } = yield* logInUser()
      assert.strictEqual(status, 200)
      // These paths name no app, but the tokens do.
      const onward = (origin: string) =>
        Effect.forEach([["POST", "session", session.refresh_token], ["GET", "profile", session.access_token]], (
          [method, path, token]
        ) =>
          Effect.map(
            ask(`${method} /api/client/v2.0/auth/${path}`, { headers: { origin, authorization: `Bearer ${token}` } }),
            ({ status }) => status
          ))
      assert.deepStrictEqual(yield* onward("https://a.example"), [201, 200])
      assert.deepStrictEqual(yield* onward("https://b.example"), [403, 403])
      for (const wrong of ["nowhere", "https://a.example/path", ""]) {
        assert.strictEqual(yield* tag(admin.setAllowedRequestOrigins({ ...inApp, payload: [wrong] })), "BadRequest")
      }
    }).pipe(served()))

  it.effect("sets how long new refresh tokens live", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const clock = yield* VirtualClock
      const inApp = yield* logIn
      const set = (seconds: number) => admin.setRefreshTokenExpiration({ ...inApp, payload: { seconds } })
      assert.deepStrictEqual(yield* admin.getRefreshTokenExpiration(inApp), { seconds: 5_184_000 })
      const { body: before } = yield* logInUser()
      for (const wrong of [1_799, 157_680_001]) assert.strictEqual(yield* tag(set(wrong)), "BadRequest")
      yield* set(1_800)
      const { body: after } = yield* logInUser()
      const { exp, iat } = JSON.parse(jwtParts(Redacted.make(after.refresh_token)).claims)
      assert.strictEqual(exp - iat, 1_800)
      const statuses = () => Effect.all([refresh(before.refresh_token), refresh(after.refresh_token)])
      yield* clock.advance("29 minutes")
      assert.deepStrictEqual((yield* statuses()).map(({ status }) => status), [201, 201])
      yield* clock.advance("1 minute")
      assert.deepStrictEqual((yield* statuses()).map(({ status }) => status), [201, 401])
    }).pipe(served()))
})
