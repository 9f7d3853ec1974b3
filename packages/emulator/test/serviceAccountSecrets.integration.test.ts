import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as DefaultSeed from "../src/DefaultSeed.ts"
import { VirtualClock } from "../src/VirtualClock.ts"
import { served } from "./administered.ts"
import { askToken, atlas, newToken, secretsPath, send } from "./atlas.ts"

const { clientSecret } = DefaultSeed.serviceAccount
const account = secretsPath.replace(/\/secrets$/, "")
const start = 1_700_000_000_000

const create = (token: string, secretExpiresAfterHours: unknown = 24 * 30) =>
  atlas(`POST ${secretsPath}`, token, { secretExpiresAfterHours })

describe("the secrets of a service account", () => {
  it.effect("are two while they are rotated, and the old one ends within 7 days", () =>
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      yield* clock.set(start)
      const token = yield* newToken()
      const { body: made, headers, status } = yield* create(token)
      assert.strictEqual(status, 201)
      assert.strictEqual(headers.get("content-type"), "application/vnd.atlas.2024-08-05+json;charset=utf-8")
      assert.match(made.secret, /^mdb_sa_sk_[A-Za-z0-9_-]{40}$/)
      assert.strictEqual(made.expiresAt, "2023-12-14T22:13:20.000Z")
      assert.deepStrictEqual([(yield* askToken()).status, (yield* askToken(made.secret)).status], [200, 200])

      const { body: shown } = yield* atlas(`GET ${account}`, token)
      const [old, young] = shown.secrets
      assert.strictEqual(old.expiresAt, "2023-11-21T22:13:20.000Z")
      assert.strictEqual(young.lastUsedAt, "2023-11-14T22:13:20.000Z")
      assert.notProperty(young, "secret")
      assert.notInclude(JSON.stringify(shown), clientSecret)
      assert.strictEqual(young.maskedSecretValue, `***************${made.secret.slice(-4)}`)

      yield* clock.advance("167 hours")
      assert.strictEqual((yield* askToken()).status, 200)
      yield* clock.advance("1 hour")
      assert.strictEqual((yield* askToken()).status, 401)
      assert.strictEqual((yield* askToken(made.secret)).status, 200)
    }).pipe(served({ tokenRateLimit: "off" })))

  it.effect("are made with the dated type of the SDKs too", () =>
    Effect.gen(function*() {
      const token = yield* newToken()
      const create = (type: string) =>
        send(`POST ${secretsPath}`, {
          headers: {
            accept: "application/vnd.atlas.2024-08-05+json",
            authorization: `Bearer ${token}`,
            "content-type": type
          },
          body: JSON.stringify({ secretExpiresAfterHours: 720 })
        })
      assert.strictEqual((yield* create("application/vnd.atlas.2024-08-05+json")).status, 201)
      assert.strictEqual((yield* create("application/vnd.atlas.2024-08-05+xml")).status, 415)
    }).pipe(served()))

  it.effect("are never three: an expired one has to be deleted first", () =>
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      yield* clock.set(start)
      const { body: made } = yield* create(yield* newToken())
      yield* clock.advance("8 days")
      const token = yield* newToken(made.secret)
      const third = yield* create(token)
      assert.deepStrictEqual([third.status, third.body.error, third.body.reason], [400, 400, "Bad Request"])
      const { body: { secrets: [old] } } = yield* atlas(`GET ${account}`, token)
      const remove = atlas(`DELETE ${secretsPath}/${old.id}`, token)
      const removed = yield* remove
      assert.deepStrictEqual([removed.status, removed.text], [204, ""])
      assert.strictEqual((yield* remove).body.errorCode, "SERVICE_ACCOUNT_SECRET_NOT_FOUND")
      assert.strictEqual((yield* create(token)).status, 201)
      // It had 22 days left, and has 7 now.
      yield* clock.advance("7 days")
      assert.strictEqual((yield* askToken(made.secret)).status, 401)
    }).pipe(served({ tokenRateLimit: "off" })))

  it.effect("do not come to live longer by a rotation", () =>
    Effect.gen(function*() {
      const clock = yield* VirtualClock
      yield* clock.set(start)
      const token = yield* newToken()
      const { body: { secrets: [seeded] } } = yield* atlas(`GET ${account}`, token)
      const { body: short } = yield* create(token, 8)
      yield* atlas(`DELETE ${secretsPath}/${seeded.id}`, token)
      yield* create(token)
      yield* clock.advance("8 hours")
      assert.strictEqual((yield* askToken(short.secret)).status, 401)
    }).pipe(served({ tokenRateLimit: "off" })))

  it.effect("live from 8 hours to 365 days, in an organisation and account that exist", () =>
    Effect.gen(function*() {
      const token = yield* newToken()
      for (const hours of [7, 8761, 8.5, "8", null]) {
        const { body, status } = yield* create(token, hours)
        assert.deepStrictEqual([status, body.errorCode], [400, "INVALID_ATTRIBUTE"])
      }
      const org = secretsPath.replace(DefaultSeed.organization.id, "0".repeat(24))
      const other = secretsPath.replace(DefaultSeed.serviceAccount.clientId, "mdb_sa_id_1")
      for (const [path, code] of [[org, "ORG_NOT_FOUND"], [other, "SERVICE_ACCOUNT_NOT_FOUND"]]) {
        const { body, status } = yield* atlas(`POST ${path}`, token, { secretExpiresAfterHours: 8 })
        assert.deepStrictEqual([status, body.errorCode], [404, code])
      }
      assert.strictEqual((yield* create("nonsense")).status, 401)
    }).pipe(served()))
})
