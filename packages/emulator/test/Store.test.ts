import { Administrators } from "@atlas-bearer/emulator/Administrators"
import { ApiKeys } from "@atlas-bearer/emulator/ApiKeys"
import { Apps } from "@atlas-bearer/emulator/Apps"
import { Collections } from "@atlas-bearer/emulator/Collections"
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { ServiceAccounts } from "@atlas-bearer/emulator/ServiceAccounts"
import { ServiceAccountTokens } from "@atlas-bearer/emulator/ServiceAccountTokens"
import { Sessions } from "@atlas-bearer/emulator/Sessions"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { logIn } from "./logIn.ts"
import { seededApp, seededStore } from "./seededStore.ts"
import { temporaryFile } from "./temporaryFile.ts"

const { administrator, serverApiKey, serviceAccount } = DefaultSeed

describe("Store", () => {
  it.effect("lets everyone of the default seed in", () =>
    Effect.gen(function*() {
      const app = yield* seededApp
      assert.deepStrictEqual(yield* Apps.use(({ byId }) => byId(DefaultSeed.app.groupId, DefaultSeed.app.id)), app)
      yield* logIn
      yield* ApiKeys.use((keys) => keys.prove(app, Redacted.make(serverApiKey)))
      yield* Administrators.use((all) => all.logIn(administrator.publicKey, Redacted.make(administrator.privateKey)))
      yield* ServiceAccounts.use((accounts) =>
        accounts.authenticate({ ...serviceAccount, clientSecret: Redacted.make(serviceAccount.clientSecret) })
      )
    }).pipe(seededStore()))

  it.effect("has films with a schema that fits them", () =>
    Effect.gen(function*() {
      const collections = yield* Collections
      const app = yield* seededApp
      const [movies, ...others] = yield* collections.schema(app)
      assert.isEmpty(others)
      assert.strictEqual(movies?.collection, "movies")
      assert.strictEqual(movies?.jsonSchema.title, "Movie")
      assert.deepStrictEqual(movies?.jsonSchema.required, ["title"])
      const films = yield* collections.documents(app, "movies")
      assert.isAtLeast(films.length, 10)
      assert.strictEqual(new Set(films.map((film) => film["_id"])).size, films.length)
      for (const film of films) {
        assert.hasAllKeys(film, Object.keys(movies?.jsonSchema.properties ?? {}))
        assert.match(String(film["_id"]), /^[0-9a-f]{24}$/)
      }
      assert.isEmpty(yield* collections.documents(app, "unknown"))
    }).pipe(seededStore()))

  it.effect("names the app that it cannot find", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Apps.use((apps) => apps.byClientAppId("nope-abcde")))
      assert.strictEqual(error._tag, "AppNotFound")
      assert.strictEqual(error.description, "cannot find app using Client App ID 'nope-abcde'")
    }).pipe(seededStore()))

  it.effect("finds users, sessions and tokens again in a file, and seeds it once", () =>
    Effect.gen(function*() {
      const opened = seededStore({ path: yield* temporaryFile })
      const before = yield* Effect.gen(function*() {
        const session = yield* logIn
        const administrators = yield* Administrators
        const tokens = yield* ServiceAccountTokens
        return {
          session,
          administrator: yield* administrators.logIn(administrator.publicKey, Redacted.make(administrator.privateKey)),
          issued: yield* tokens.issue(serviceAccount)
        }
      }).pipe(opened)
      yield* Effect.gen(function*() {
        const sessions = yield* Sessions
        const { accessToken, refreshToken, userId } = before.session
        assert.strictEqual((yield* sessions.authenticate(accessToken)).userId, userId)
        yield* sessions.authenticate(yield* sessions.refresh(refreshToken))
        assert.strictEqual((yield* logIn).userId, userId)
        yield* Administrators.use((all) => all.authenticate(before.administrator.accessToken))
        yield* ServiceAccountTokens.use((tokens) => tokens.authenticate(before.issued.accessToken))
        yield* sessions.revoke(refreshToken)
      }).pipe(opened)
      const error = yield* Sessions.use((sessions) => Effect.flip(sessions.refresh(before.session.refreshToken))).pipe(
        opened
      )
      assert.strictEqual(error._tag, "InvalidSession")
    }))
})
