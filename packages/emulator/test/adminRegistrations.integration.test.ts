import { AdminClient } from "@atlas-bearer/core/AdminClient"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Mailbox } from "../src/Mailbox.ts"
import { ask, logIn, logInUser, providers, served } from "./administered.ts"

const password = "24601-password"
const register = (email: string) => ask(`POST ${providers}/local-userpass/register`, { body: { email, password } })

const tag = <A, R>(effect: Effect.Effect<A, { readonly _tag: string }, R>) =>
  Effect.map(Effect.flip(effect), ({ _tag }) => _tag)

const about = Effect.fnUntraced(function*(email: string) {
  const inApp = yield* logIn
  return { ...inApp, params: { ...inApp.params, email } }
})

describe("registrations in the Admin API", () => {
  it.effect("wait until they are confirmed, and are no users before", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      const inApp = yield* logIn
      yield* register("a@example.com")
      yield* register("b+c@example.com")
      const pending = yield* admin.listPendingUsers({ ...inApp, query: {} })
      const emails = pending.map(({ loginIds }) => loginIds[0]?.id)
      assert.sameMembers(emails, ["a@example.com", "b+c@example.com"])
      assert.deepStrictEqual(
        yield* admin.listPendingUsers({ ...inApp, query: { after: pending[0]?.id ?? "" } }),
        pending.slice(1)
      )
      const listed = yield* admin.listUsers({ ...inApp, query: {} })
      assert.notInclude(listed.map(({ data }) => data?.["email"]), "a@example.com")

      assert.strictEqual((yield* logInUser("b+c@example.com", password)).status, 401)
      yield* admin.confirmPendingUser(yield* about("b+c@example.com"))
      assert.strictEqual((yield* logInUser("b+c@example.com", password)).status, 200)
      assert.strictEqual(yield* tag(admin.confirmPendingUser(yield* about("b+c@example.com"))), "UserAlreadyConfirmed")
      assert.strictEqual(yield* tag(admin.deletePendingUser(yield* about("b+c@example.com"))), "UserAlreadyConfirmed")

      yield* admin.deletePendingUser(yield* about("a@example.com"))
      assert.strictEqual(yield* tag(admin.deletePendingUser(yield* about("a@example.com"))), "UserNotFound")
      assert.deepStrictEqual(yield* admin.listPendingUsers({ ...inApp, query: {} }), [])
      assert.strictEqual((yield* register("a@example.com")).status, 201)
    }).pipe(served({ emailPassword: { autoConfirm: false } })))

  it.effect("get their e-mail again", () =>
    Effect.gen(function*() {
      const admin = yield* AdminClient
      yield* register("a@example.com")
      yield* admin.sendConfirmation(yield* about("a@example.com"))
      assert.strictEqual((yield* Mailbox.use(({ messages }) => messages({ to: "a@example.com" }))).length, 2)
      assert.strictEqual(yield* tag(admin.sendConfirmation(yield* about("nobody@example.com"))), "UserNotFound")
      assert.strictEqual(yield* tag(admin.runConfirmation(yield* about("a@example.com"))), "ConfirmationUnavailable")
    }).pipe(served({ emailPassword: { autoConfirm: false } })))

  it.effect("ask their function again", () => {
    const answers = ["pending", "fail", "success"]
    return Effect.gen(function*() {
      const admin = yield* AdminClient
      yield* register("a@example.com")
      assert.strictEqual(yield* tag(admin.runConfirmation(yield* about("a@example.com"))), "BadRequest")
      assert.strictEqual((yield* logInUser("a@example.com", password)).status, 401)
      yield* admin.runConfirmation(yield* about("a@example.com"))
      assert.strictEqual((yield* logInUser("a@example.com", password)).status, 200)
    }).pipe(served({
      functions: { confirm: () => ({ status: answers.shift() }) },
      emailPassword: { autoConfirm: false, confirmationFunctionName: "confirm" }
    }))
  })
})
