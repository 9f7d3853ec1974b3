/** What a caller without types gets wrong: a failure that names it, and no request. */
import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { afterAll, beforeAll } from "vitest"
import { rejection } from "./tokens.ts"

let emulator: Emulator.Running
let app: App.App
beforeAll(async () => {
  emulator = await Emulator.start()
  app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  await app.logIn(Credentials.anonymous())
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await emulator[Symbol.asyncDispose]()
})

const user = () => app.currentUser ?? assert.fail()
/** Calls a method with arguments that its type forbids. */
const loosely = <A>(method: (...args: never) => A, ...args: ReadonlyArray<unknown>): A =>
  Reflect.apply(method, undefined, args)

const named = { username: "test@example.com", password: "hunter2" }

describe("a wrong argument", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["credentials", () => loosely(app.logIn, named)],
    ["credentials", () => loosely(app.logIn)],
    ["credentials", () => loosely(app.authenticate, named)],
    ["credentials", () => loosely(user().linkCredentials, "hunter2")],
    ["user", () => loosely(app.switchUser)],
    ["user.id", () => loosely(app.switchUser, {})],
    ["user", () => loosely(app.emailPassword.register, "hunter2")],
    ["mailed", () => loosely(app.emailPassword.confirm)],
    ["user", () => loosely(app.emailPassword.resendConfirmation, null)],
    ["user", () => loosely(app.emailPassword.retryCustomConfirmation, null)],
    ["user", () => loosely(app.emailPassword.sendResetPasswordEmail, "test@example.com")],
    ["reset", () => loosely(app.emailPassword.resetPassword)],
    ["reset", () => loosely(app.emailPassword.callResetPasswordFunction)],
    ["request", () => loosely(user().graphql)],
    ["request", () => loosely(user().graphql, "{ movies { title } }")],
    ["query", () => loosely(user().graphql, {})],
    ["query", () => loosely(user().graphql, { query: null })],
    ["options", () => loosely(user().refresh, null)],
    ["options", () => loosely(user().getAccessToken, "5 seconds")],
    ["signal", () => loosely(user().refreshProfile, AbortSignal.timeout(60_000))]
  ])("rejects with an InvalidOption that names %s, and sends nothing", async (option, call) => {
    const before = (await emulator.journal.entries()).length
    const error = await rejection(call())
    assert.include(error, { _tag: "InvalidOption", option })
    assert.notInclude(String(error) + JSON.stringify(error), "hunter2")
    assert.strictEqual((await emulator.journal.entries()).length, before)
  })

  it("is thrown when there is nothing to resume", () => {
    assert.throws(() => loosely(app.resume), "Option resumable must be an object")
  })

  it("may be no options at all for fetch, as for the global one", async () => {
    const { status } = await loosely(user().fetch, "/api/client/v2.0/auth/profile", null)
    assert.strictEqual(status, 200)
  })

  it.each<[unknown, object]>([
    [named, { _tag: "InvalidOption", option: "reauthenticate" }],
    ["", { _tag: "InvalidOption", option: "reauthenticate" }],
    [null, { _tag: "SessionEnded" }]
  ])("is what a function gives in place of credentials: %j", async (given, expected) => {
    await using other = App.make({
      appId: app.id,
      baseUrl: emulator.url,
      reauthenticate: () => loosely((credentials: Credentials.Credentials) => credentials, given)
    })
    const ended = await other.logIn(Credentials.emailPassword(DefaultSeed.user))
    await emulator.clock.advance("61 days")
    assert.include(await rejection(ended.refresh()), expected)
  })
})
