import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import { scriptedServer } from "./scriptedServer.ts"
import { bySecret, rejection } from "./tokens.ts"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({ functions: { sum: (a: number, b: number) => a + b } })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const password = "a-long-password"
const make = () => App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
let addresses = 0
const register = async (app: App.App) => {
  const username = `u${addresses++}@example.com`
  await app.emailPassword.register({ email: username, password })
  return Credentials.emailPassword({ username, password })
}

describe("user.linkCredentials", () => {
  it("adds an identity to the user, who may log in with it", async () => {
    await using app = make()
    const credentials = await register(app)
    const user = await app.logIn(Credentials.anonymous())
    const profile = await user.linkCredentials(credentials)
    const types = ["anon-user", "local-userpass"]
    assert.deepStrictEqual(profile.identities.map(({ providerType }) => providerType), types)
    assert.deepStrictEqual(user.identities.map(({ providerType }) => providerType), types)
    assert.strictEqual((await app.logIn(credentials)).id, user.id)
  })

  it("takes the credentials of other providers", async () => {
    await using app = make()
    const user = await app.logIn(Credentials.anonymous())
    const google = await emulator.tokenLab.credential("oauth2-google", { sub: "g1", email: "g@example.com" })
    await user.linkCredentials(Credentials.google({ idToken: google }))
    assert.strictEqual(user.profile.data["email"], "g@example.com")
    assert.strictEqual((await app.logIn(Credentials.google({ authCode: google }))).id, user.id)
    const apple = await emulator.tokenLab.credential("oauth2-apple", { sub: "g1" })
    assert.notStrictEqual((await app.logIn(Credentials.apple(apple))).id, user.id)
    assert.include(await rejection(app.logIn(Credentials.facebook(google))), { _tag: "AuthError" })
  })

  it("refuses an identity of another user, and keeps the session", async () => {
    await using app = make()
    const credentials = await register(app)
    await app.logIn(credentials)
    const user = await app.logIn(Credentials.anonymous())
    assert.include(await rejection(user.linkCredentials(credentials)), { _tag: "IdentityInUse" })
    const wrong = Credentials.emailPassword({ ...DefaultSeed.user, password: "not this one" })
    assert.include(await rejection(user.linkCredentials(wrong)), { _tag: "InvalidPassword" })
    assert.include(await rejection(user.linkCredentials(Credentials.anonymous())), { _tag: "InvalidParameter" })
    assert.strictEqual(await user.callFunction("sum", [1, 2]), 3)
  })

  it("is sent once when its reply is lost", async () => {
    await using app = make()
    const credentials = await register(app)
    const user = await app.logIn(Credentials.anonymous())
    await emulator.faults.arm({
      match: { path: "*/local-userpass/login" },
      when: { nth: 1 },
      action: { type: "reset", handled: true }
    })
    assert.include(await rejection(user.linkCredentials(credentials)), { _tag: "Unreachable" })
    const profile = await user.refreshProfile()
    assert.deepStrictEqual(profile.identities.map(({ providerType }) => providerType), ["anon-user", "local-userpass"])
  })
})

describe("user.delete", () => {
  it("deletes the account, and forgets the user", async () => {
    await using app = make()
    const credentials = await register(app)
    const user = await app.logIn(credentials)
    await user.delete()
    assert.isEmpty(app.users)
    assert.isFalse(user.isLoggedIn)
    assert.include(await rejection(app.logIn(credentials)), { _tag: "InvalidPassword" })
    assert.include(await rejection(user.refresh()), { _tag: "SessionEnded" })
  })

  it("keeps the user when the server could not be asked", async () => {
    await using app = make()
    const user = await app.logIn(Credentials.anonymous())
    assert.instanceOf(await rejection(user.delete({ signal: AbortSignal.abort() })), Error)
    assert.deepStrictEqual(app.users, [user])
    await user.refreshProfile()
  })
})

describe("user.customData", () => {
  it("is of the last access token, and is renewed on request", async () => {
    const teams = ["red", "blue"]
    const issue = async (team: string) =>
      JSON.stringify({ access_token: await bySecret({ user_data: { team }, jti: team }) })
    const tokens = await Promise.all(teams.map(issue))
    await using server = await scriptedServer(({ path }) => {
      const location = { deployment_model: "LOCAL", location: "US-VA", hostname: server.url }
      return path?.endsWith("/location") === true
        ? { status: 200, body: JSON.stringify(location) }
        : { status: 201, body: tokens.shift() ?? "" }
    })
    await using app = App.make({ appId: "a", baseUrl: server.url })
    const user = app.resume({ refreshToken: "r", userId: "u" })
    assert.deepStrictEqual(user.customData, {})
    await user.getAccessToken()
    assert.deepStrictEqual(user.customData, { team: "red" })
    await user.invalidate(await user.getAccessToken())
    assert.deepStrictEqual(user.customData, { team: "red" })
    assert.deepStrictEqual(await user.refreshCustomData(), { team: "blue" })
    assert.deepStrictEqual(user.customData, { team: "blue" })
  })
})
