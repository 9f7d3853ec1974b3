import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { Collections } from "../src/Collections.ts"
import { logIn, logInUser, refresh, served } from "./administered.ts"
import { jwtParts } from "./jwtParts.ts"
import { seededApp } from "./seededStore.ts"

const userDataOf = (token: string) => JSON.parse(jwtParts(Redacted.make(token)).claims).user_data

const users = Effect.gen(function*() {
  const app = yield* seededApp
  const collections = yield* Collections
  yield* collections.create(app, { collection: "users", jsonSchema: { bsonType: "object" } })
  return (document: Parameters<typeof collections.insert>[2]) => collections.insert(app, "users", document)
})

describe("custom user data", () => {
  it.effect("stands in access tokens from the next renewal on, and in the answer of verify_token", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const insert = yield* users
      const { body } = yield* logInUser()
      assert.isUndefined(userDataOf(body.access_token))
      const mine = { "the \"owner\"": body.user_id, colour: "blue", nested: { n: [1] } }
      yield* insert({ "the \"owner\"": "somebody else", colour: "red" })
      yield* insert({ colour: body.user_id })
      yield* insert(mine)
      const renewed = (yield* refresh(body.refresh_token)).body.access_token
      assert.deepStrictEqual(userDataOf(renewed), mine)
      const inApp = yield* logIn
      const claims = yield* admin.verifyToken({ ...inApp, payload: { token: Redacted.make(renewed) } })
      assert.deepInclude(claims, { customUserData: mine })
    }).pipe(served({ customUserData: { collection: "users", userIdField: "the \"owner\"" } })))

  it.effect("is switched on and off by an administrator", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      const insert = yield* users
      const { body } = yield* logInUser()
      const mine = { owner: body.user_id, colour: "blue" }
      yield* insert(mine)
      assert.deepStrictEqual(yield* admin.getCustomUserData(inApp), { enabled: false })
      const update = (payload: Parameters<typeof admin.updateCustomUserData>[0]["payload"]) =>
        admin.updateCustomUserData({ ...inApp, payload })
      assert.strictEqual((yield* Effect.flip(update({ enabled: true })))._tag, "BadRequest")
      yield* update({ enabled: true, collectionName: "users", userIdField: "owner" })
      assert.deepStrictEqual(userDataOf((yield* refresh(body.refresh_token)).body.access_token), mine)
      yield* update({ enabled: false })
      assert.deepInclude(yield* admin.getCustomUserData(inApp), { collectionName: "users", enabled: false })
      assert.isUndefined(userDataOf((yield* refresh(body.refresh_token)).body.access_token))
    }).pipe(served()))
})
