import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { inspect } from "node:util"
import { afterAll, beforeAll } from "vitest"
import { rejection } from "./tokens.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const makeApp = () => App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
const logIn = (app: App.App) => app.logIn(Credentials.emailPassword(DefaultSeed.user))

describe("user.apiKeys", () => {
  it("makes a key that logs in as the user, until it is disabled or deleted", async () => {
    await using app = makeApp()
    const user = await logIn(app)
    const { key, ...made } = await user.apiKeys.create("my-key_1")
    assert.match(key, /^[A-Za-z0-9]{64}$/)
    assert.include(made, { name: "my-key_1", disabled: false })
    const byKey = Credentials.apiKey(key)
    assert.strictEqual((await app.logIn(byKey)).id, user.id)
    await user.apiKeys.disable(made.id)
    assert.include(await rejection(app.logIn(byKey)), { _tag: "AuthError" })
    assert.deepStrictEqual(await user.apiKeys.fetch(made.id), { ...made, disabled: true })
    await user.apiKeys.enable(made.id)
    await app.logIn(byKey)
    assert.deepStrictEqual(await user.apiKeys.fetchAll(), [made])
    await user.apiKeys.delete(made.id)
    assert.isEmpty(await user.apiKeys.fetchAll())
    assert.include(await rejection(app.logIn(byKey)), { _tag: "AuthError" })
  })

  it("rejects with the documented failures", async () => {
    await using app = makeApp()
    const { apiKeys } = await logIn(app)
    const { id } = await apiKeys.create("taken")
    assert.include(await rejection(apiKeys.create("taken")), { _tag: "APIKeyAlreadyExists" })
    assert.include(await rejection(apiKeys.create("no spaces")), { _tag: "InvalidParameter" })
    for (const operation of [apiKeys.fetch, apiKeys.delete, apiKeys.enable, apiKeys.disable]) {
      assert.include(await rejection(operation("666666666666666666666666")), { _tag: "APIKeyNotFound" })
      assert.include(await rejection(operation("..")), { _tag: "InvalidArgument" })
    }
    await apiKeys.delete(id)
    const anonymous = await app.logIn(Credentials.anonymous())
    assert.include(await rejection(anonymous.apiKeys.create("mine")), { _tag: "BadRequest" })
  })

  it("does not delete the key that the session was begun with", async () => {
    await using app = makeApp()
    const { id, key } = await (await logIn(app)).apiKeys.create("own")
    const user = await app.logIn(Credentials.apiKey(key))
    assert.include(await rejection(user.apiKeys.delete(id)), { _tag: "APIKeyInUse" })
    await (await logIn(app)).apiKeys.delete(id)
  })

  it("is at an end with the session, and stops when the caller aborts", async () => {
    await using app = makeApp()
    const user = await logIn(app)
    assert.instanceOf(await rejection(user.apiKeys.create("late", { signal: AbortSignal.abort() })), Error)
    assert.isEmpty(await user.apiKeys.fetchAll())
    await user.logOut()
    assert.include(await rejection(user.apiKeys.fetchAll()), { _tag: "SessionEnded" })
  })

  it("shows no token and no key when it is printed", async () => {
    await using app = makeApp()
    const user = await logIn(app)
    const { id, key } = await user.apiKeys.create("printed")
    const error = await rejection(user.apiKeys.create("printed"))
    const shown = inspect([user, error], { depth: Infinity, showHidden: true }) + JSON.stringify([user, error])
    for (const secret of [key, user.export().refreshToken, await user.getAccessToken()]) {
      assert.notInclude(shown, secret)
    }
    await user.apiKeys.delete(id)
  })
})
