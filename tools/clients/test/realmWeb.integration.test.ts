/** realm-web 2.0.1, unmodified: what an application that still uses it can do here. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import * as Emulator from "@atlas-bearer/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import * as Realm from "realm-web"
import { afterAll, beforeAll } from "vitest"

const password = "24601-password"
const next = "madeleine-password"

let emulator: Emulator.Running
beforeAll(async () => {
  emulator = await Emulator.start({
    functions: {
      describe: (value: unknown, ...more: ReadonlyArray<unknown>) => ({
        type: Object.prototype.toString.call(value),
        value,
        more
      }),
      reset: (_: unknown, answer: number) => ({ status: answer === 42 ? "success" : "fail" }),
      authenticate: ({ name }: { name: string }) => ({ id: name, name })
    },
    emailPassword: { autoConfirm: false, resetFunctionName: "reset" },
    authFunctionName: "authenticate"
  })
})
afterAll(() => emulator[Symbol.asyncDispose]())

const makeApp = () => new Realm.App({ id: DefaultSeed.app.clientAppId, baseUrl: emulator.url })

/** Registers a user and confirms the address as the link of the e-mail does. */
const register = async (app: Realm.App, email: string) => {
  await app.emailPasswordAuth.registerUser({ email, password })
  const [message] = await emulator.mailbox.messages(email)
  assert(message !== undefined)
  await app.emailPasswordAuth.confirmUser({ token: message.token, tokenId: message.tokenId })
  return Realm.Credentials.emailPassword(email, password)
}

const rejection = async (promise: Promise<unknown>) => {
  const error = await promise.then(() => undefined, (failure: unknown) => failure)
  assert.instanceOf(error, Realm.MongoDBRealmError)
  return { status: error.statusCode, code: error.errorCode, text: error.error }
}

describe("realm-web", () => {
  it("registers, confirms and logs in", async () => {
    const app = makeApp()
    const email = "register@example.com"
    await app.emailPasswordAuth.registerUser({ email, password })
    const credentials = Realm.Credentials.emailPassword(email, password)
    assert.deepStrictEqual(await rejection(app.logIn(credentials)), {
      status: 401,
      code: "AuthError",
      text: "confirmation required"
    })
    assert.deepStrictEqual(await rejection(app.emailPasswordAuth.registerUser({ email, password })), {
      status: 409,
      code: "AccountNameInUse",
      text: "name already in use"
    })
    await app.emailPasswordAuth.resendConfirmationEmail({ email })
    const messages = await emulator.mailbox.messages(email)
    assert.strictEqual(messages.length, 2)
    for (const { token, tokenId } of messages.slice(1)) await app.emailPasswordAuth.confirmUser({ token, tokenId })
    const user = await app.logIn(credentials)
    assert.strictEqual(user.profile.email, email)
  })

  it("calls functions with EJSON", async () => {
    const user = await makeApp().logIn(Realm.Credentials.anonymous(false))
    const result: unknown = await user.functions["describe"]?.(
      7,
      new Date(0),
      new Realm.BSON.ObjectId("5e13a41e1b38d358430ed1f3")
    )
    assert.deepStrictEqual(JSON.parse(JSON.stringify(result)), {
      type: "[object Number]",
      value: 7,
      more: ["1970-01-01T00:00:00.000Z", "5e13a41e1b38d358430ed1f3"]
    })
    assert.deepStrictEqual(await rejection(user.callFunction("nope")), {
      status: 404,
      code: "FunctionNotFound",
      text: "function not found: 'nope'"
    })
    const custom = await makeApp().logIn(Realm.Credentials.function({ name: "Jean" }))
    assert.strictEqual(custom.profile.name, "Jean")
  })

  it("makes, disables, enables and deletes API keys", async () => {
    const app = makeApp()
    const user = await app.logIn(await register(app, "keys@example.com"))
    const { _id: id, key } = await user.apiKeys.create("mine")
    assert(typeof key === "string")
    const [listed] = await user.apiKeys.fetchAll()
    assert.deepEqual({ ...listed }, { _id: id, name: "mine", disabled: false })
    const logIn = () => makeApp().logIn(Realm.Credentials.apiKey(key))
    assert.strictEqual((await logIn()).id, user.id)
    await user.apiKeys.disable(id)
    assert.strictEqual((await rejection(logIn())).code, "AuthError")
    assert.strictEqual((await user.apiKeys.fetch(id)).disabled, true)
    await user.apiKeys.enable(id)
    await logIn()
    await user.apiKeys.delete(id)
    assert.strictEqual((await rejection(user.apiKeys.fetch(id))).code, "APIKeyNotFound")
  })

  it("links credentials to an anonymous user, and stops where it may not", async () => {
    const app = makeApp()
    const credentials = await register(app, "link@example.com")
    const user = await app.logIn(Realm.Credentials.anonymous(false))
    await user.linkCredentials(credentials)
    assert.deepStrictEqual(user.identities.map(({ providerType }) => providerType), ["anon-user", "local-userpass"])
    assert.strictEqual((await makeApp().logIn(credentials)).id, user.id)
    const wrong = Realm.Credentials.emailPassword("link@example.com", "wrong")
    assert.strictEqual((await rejection(user.linkCredentials(wrong))).code, "InvalidPassword")
  })

  it("deletes users", async () => {
    const app = makeApp()
    const credentials = await register(app, "delete@example.com")
    const user = await app.logIn(credentials)
    await app.deleteUser(user)
    assert.strictEqual(user.state, Realm.UserState.Removed)
    assert.strictEqual((await rejection(app.logIn(credentials))).code, "InvalidPassword")
  })

  it("resets a password by a function", async () => {
    const app = makeApp()
    const email = "reset@example.com"
    await register(app, email)
    const { emailPasswordAuth } = app
    assert.strictEqual(
      (await rejection(emailPasswordAuth.callResetPasswordFunction({ email, password: next }, 1))).text,
      `failed to reset password for user "${email}"`
    )
    await emailPasswordAuth.callResetPasswordFunction({ email, password: next }, 42)
    await app.logIn(Realm.Credentials.emailPassword(email, next))
  })
})
