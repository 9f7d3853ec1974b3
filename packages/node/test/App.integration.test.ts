import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { inspect } from "node:util"
import { afterAll, beforeAll } from "vitest"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start()
})
afterAll(() => emulator[Symbol.asyncDispose]())

const makeApp = () => App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
const allMovies = { query: "query AllMovies { movies { title year } }" }

describe("App", () => {
  it("logs users in, the last one first", async () => {
    await using app = makeApp()
    assert.isUndefined(app.currentUser)
    const anonymous = await app.logIn(Credentials.anonymous())
    const named = await app.logIn(Credentials.emailPassword(DefaultSeed.user))
    assert.strictEqual(app.currentUser, named)
    assert.deepStrictEqual(app.users, [named, anonymous])
    assert.strictEqual(named.profile.data["email"], DefaultSeed.user.username)
  })

  it("has one entry for a user who logs in twice", async () => {
    await using app = makeApp()
    await app.logIn(Credentials.emailPassword(DefaultSeed.user))
    const again = await app.logIn(Credentials.emailPassword(DefaultSeed.user))
    assert.deepStrictEqual(app.users, [again])
  })

  it("rejects with the tag of the documented failure", async () => {
    await using app = makeApp()
    const wrong = Credentials.emailPassword({ ...DefaultSeed.user, password: "wrong" })
    const error: unknown = await app.logIn(wrong).catch((failure: unknown) => failure)
    assert.instanceOf(error, Error)
    assert.propertyVal(error, "_tag", "InvalidPassword")
    assert.isEmpty(app.users)
  })

  it("stops at once when the caller aborts", async () => {
    await using app = makeApp()
    const error: unknown = await app.logIn(Credentials.anonymous(), { signal: AbortSignal.abort() })
      .catch((failure: unknown) => failure)
    assert.instanceOf(error, Error)
    assert.isEmpty(app.users)
  })

  it("says which host it could not reach, and recovers when asked again", async () => {
    await using gone = App.make({ appId: "myapp-abcde", baseUrl: "http://127.0.0.1:9" })
    const error: unknown = await gone.logIn(Credentials.anonymous()).catch((failure: unknown) => failure)
    assert.include(error, { _tag: "Unreachable", operation: "getLocation", origin: "http://127.0.0.1:9" })
  })
})

describe("User", () => {
  it("renews an expired access token and sends the operation again", async () => {
    await using app = makeApp()
    const user = await app.logIn(Credentials.anonymous())
    const token = await user.getAccessToken()
    await emulator.clock.advance("31 minutes")
    const { data, errors } = await user.graphql(allMovies)
    assert.isUndefined(errors)
    assert.isArray(data?.["movies"])
    assert.notStrictEqual(await user.getAccessToken(), token)
  })

  it("renews once for many calls whose token expired", async () => {
    await using app = makeApp()
    const user = await app.logIn(Credentials.anonymous())
    await emulator.clock.advance("31 minutes")
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => user.fetch("/api/client/v2.0/auth/profile"))
    )
    assert.deepStrictEqual(new Set(responses.map(({ status }) => status)), new Set([200]))
  })

  it("fetches with the token from the app's origin alone", async () => {
    await using app = makeApp()
    await using other = await Emulator.start()
    const user = await app.logIn(Credentials.anonymous())
    assert.strictEqual((await user.fetch("/api/client/v2.0/auth/profile")).status, 200)
    const foreign = await user.fetch(`${other.url}/api/client/v2.0/auth/profile`)
    assert.propertyVal(await foreign.json(), "error_code", "MissingAuthReq")
  })

  it("leaves a 401 of another kind alone", async () => {
    await using app = makeApp()
    const user = await app.logIn(Credentials.anonymous())
    const token = await user.getAccessToken()
    const response = await user.fetch("/api/atlas/v2/groups")
    assert.strictEqual(response.status, 401)
    assert.strictEqual(await user.getAccessToken(), token)
  })

  it("gets a new token on request, and after the old one was refused", async () => {
    await using app = makeApp()
    const user = await app.logIn(Credentials.anonymous())
    const first = await user.getAccessToken()
    await user.refresh()
    const second = await user.getAccessToken()
    assert.notStrictEqual(second, first)
    await user.invalidate(first)
    assert.strictEqual(await user.getAccessToken(), second)
    await user.invalidate(second)
    assert.notStrictEqual(await user.getAccessToken(), second)
  })

  it("logs out: its session cannot be renewed any more", async () => {
    await using app = makeApp()
    const user = await app.logIn(Credentials.anonymous())
    await user.logOut()
    assert.isEmpty(app.users)
    const error: unknown = await user.refresh().catch((failure: unknown) => failure)
    assert.include(error, { _tag: "SessionEnded" })
  })

  it("shows no token when it is printed", async () => {
    await using app = makeApp()
    const user = await app.logIn(Credentials.anonymous())
    const printed = inspect({ app, user }, { depth: Infinity, showHidden: true }) + JSON.stringify({ app, user })
    assert.notInclude(printed, await user.getAccessToken())
    assert.notMatch(printed, /eyJ[\w-]+\./)
  })
})
