import { Apps } from "@atlas-bearer/emulator/Apps"
import { Collections } from "@atlas-bearer/emulator/Collections"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"

const { clientAppId } = DefaultSeed.app

const served = Effect.provide(Emulator.layer({ customUserData: { collection: "users", userIdField: "owner" } }))

describe("user.customData", () => {
  it.live("is the user's document as it was when the token was issued", () =>
    Effect.gen(function*() {
      const { url } = yield* Emulator.Emulator
      const collections = yield* Collections
      const seeded = yield* Apps.use((apps) => apps.byClientAppId(clientAppId))
      yield* collections.create(seeded, { collection: "users", jsonSchema: { bsonType: "object" } })
      const app = yield* Effect.acquireRelease(
        Effect.sync(() => App.make({ appId: clientAppId, baseUrl: url })),
        (app) => Effect.promise(() => app[Symbol.asyncDispose]())
      )
      const user = yield* Effect.promise(() => app.logIn(Credentials.emailPassword(DefaultSeed.user)))
      assert.deepStrictEqual(user.customData, {})
      const document = { owner: user.id, colour: "blue" }
      yield* collections.insert(seeded, "users", document)
      assert.deepStrictEqual(user.customData, {})
      assert.deepStrictEqual(yield* Effect.promise(() => user.refreshCustomData()), document)
      assert.deepStrictEqual(user.customData, document)
    }).pipe(Effect.scoped, served))
})
