import { DefaultSeed, Emulator } from "@atlas-bearer/emulator"
import { App, Credentials } from "@atlas-bearer/node"
import { assert, describe, it } from "@effect/vitest"
import { inspect } from "node:util"
import { rejection } from "./tokens.ts"

const email = "jean@example.com"
const password = "24601-password"
const next = "madeleine-password"

const start = async (options: Parameters<typeof Emulator.start>[0] = {}) => {
  const emulator = await Emulator.start(options)
  const app = App.make({ appId: DefaultSeed.app.clientAppId, baseUrl: emulator.url })
  const logIn = (secret = password) => app.logIn(Credentials.emailPassword({ username: email, password: secret }))
  return {
    ...app.emailPassword,
    app,
    emulator,
    logIn,
    mailed: async () => {
      const message = (await emulator.mailbox.messages(email)).at(-1)
      assert(message !== undefined)
      return { token: message.token, tokenId: message.tokenId }
    },
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]()
      await emulator[Symbol.asyncDispose]()
    }
  }
}

describe("app.emailPassword", () => {
  it("registers a user who may log in at once, and once", async () => {
    await using to = await start()
    await to.register({ email, password })
    assert.strictEqual((await to.logIn()).profile.data["email"], email)
    assert.include(await rejection(to.register({ email, password })), { _tag: "AccountNameInUse" })
    assert.include(await rejection(to.register({ email: "other@example.com", password: "short" })), {
      _tag: "BadRequest",
      description: "password must be between 6 and 128 characters"
    })
    assert.include(await rejection(to.resendConfirmation({ email })), { _tag: "UserAlreadyConfirmed" })
    assert.include(await rejection(to.retryCustomConfirmation({ email })), { _tag: "ConfirmationUnavailable" })
  })

  it("confirms by the token of an e-mail, which works once and for 30 minutes", async () => {
    await using to = await start({ emailPassword: { autoConfirm: false } })
    await to.register({ email, password })
    assert.include(await rejection(to.logIn()), { _tag: "AuthError", description: "confirmation required" })
    const late = await to.mailed()
    await to.emulator.clock.advance("30 minutes")
    assert.include(await rejection(to.confirm(late)), { _tag: "UserpassTokenInvalid" })
    await to.resendConfirmation({ email })
    const mailed = await to.mailed()
    await to.confirm(mailed)
    await to.logIn()
    assert.include(await rejection(to.confirm(mailed)), { _tag: "UserpassTokenInvalid" })
    assert.include(await rejection(to.confirm({ token: "t", tokenId: "i" })), { _tag: "BadRequest" })
    assert.include(await rejection(to.resendConfirmation({ email: "nobody@example.com" })), { _tag: "UserNotFound" })
  })

  it("resets a password by the token of an e-mail", async () => {
    await using to = await start()
    await to.register({ email, password })
    await to.sendResetPasswordEmail({ email })
    const mailed = await to.mailed()
    assert.include(await rejection(to.resetPassword({ ...mailed, password: "short" })), { _tag: "BadRequest" })
    await to.resetPassword({ ...mailed, password: next })
    assert.include(await rejection(to.logIn()), { _tag: "InvalidPassword" })
    await to.logIn(next)
    assert.include(await rejection(to.resetPassword({ ...mailed, password })), { _tag: "UserpassTokenInvalid" })
    assert.include(await rejection(to.sendResetPasswordEmail({ email: "nobody@example.com" })), {
      _tag: "UserNotFound"
    })
    assert.include(await rejection(to.callResetPasswordFunction({ email, password: next })), {
      _tag: "PasswordResetFailed"
    })
  })

  it("asks the app's function to reset a password, with arguments of its own", async () => {
    const asked: Array<unknown> = []
    await using to = await start({
      functions: {
        reset: ({ username }: { username: string }, born: Date, answer: number) => {
          asked.push(username, born)
          return { status: answer === 42 ? "success" : "fail" }
        }
      },
      emailPassword: { resetFunctionName: "reset" }
    })
    await to.register({ email, password })
    const reset = { email, password: next, arguments: [new Date(0), 42] }
    assert.include(await rejection(to.callResetPasswordFunction({ ...reset, arguments: [new Date(0), 1] })), {
      _tag: "PasswordResetFailed"
    })
    await to.logIn()
    await to.callResetPasswordFunction(reset)
    await to.logIn(next)
    assert.deepStrictEqual(asked, [email, new Date(0), email, new Date(0)])
    assert.include(await rejection(to.sendResetPasswordEmail({ email })), { _tag: "ResetEmailUnavailable" })
    assert.include(await rejection(to.callResetPasswordFunction({ ...reset, email: "nobody@example.com" })), {
      _tag: "UserNotFound"
    })
  })

  it("runs the app's confirmation function, once more on request", async () => {
    let status = "pending"
    await using to = await start({
      functions: { confirm: () => ({ status }) },
      emailPassword: { autoConfirm: false, confirmationFunctionName: "confirm" }
    })
    await to.register({ email, password })
    assert.include(await rejection(to.logIn()), { _tag: "AuthError" })
    status = "fail"
    assert.include(await rejection(to.register({ email: "other@example.com", password })), { _tag: "BadRequest" })
    status = "success"
    await to.register({ email: "other@example.com", password })
    await to.retryCustomConfirmation({ email })
    await to.logIn()
    assert.include(await rejection(to.retryCustomConfirmation({ email })), { _tag: "UserAlreadyConfirmed" })
  })

  it("shows no password in a failure, and stops when the caller aborts", async () => {
    await using to = await start()
    await to.register({ email, password })
    const error = await rejection(to.register({ email, password }))
    assert.notInclude(inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error), password)
    const signal = AbortSignal.abort()
    assert.instanceOf(await rejection(to.register({ email: "late@example.com", password }, { signal })), Error)
    await to.register({ email: "late@example.com", password })
    assert.include(await rejection(to.register({ email: "empty@example.com", password: "" })), {
      _tag: "InvalidArgument"
    })
  })
})
