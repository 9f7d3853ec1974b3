import { Identities } from "@atlas-bearer/emulator/Identities"
import { Mailbox } from "@atlas-bearer/emulator/Mailbox"
import { Registrations } from "@atlas-bearer/emulator/Registrations"
import { Users } from "@atlas-bearer/emulator/Users"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Redacted } from "effect"
import { seededApp, seededStore } from "./seededStore.ts"

const email = "jean@example.com"
const password = Redacted.make("24601-password")

const register = Effect.gen(function*() {
  const app = yield* seededApp
  const registrations = yield* Registrations
  yield* registrations.register(app, email, password)
  return { app, registrations }
})

const byFunction = (status: unknown) =>
  seededStore({
    functions: { confirm: () => (status instanceof Error ? Promise.reject(status) : status) },
    settings: { emailPassword: { autoConfirm: false, confirmationFunctionName: "confirm" } }
  })

describe("Registrations", () => {
  it.effect("confirm at once by default, and send nothing", () =>
    Effect.gen(function*() {
      const { app } = yield* register
      yield* Users.use((users) => users.byPassword(app, email, password))
      assert.isEmpty(yield* Mailbox.use(({ messages }) => messages()))
    }).pipe(seededStore()))

  it.effect.each([undefined, null, "success", {}, { status: "maybe" }, new Error("no")])(
    "keep no user whom the function does not decide about: %j",
    (answer) =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(register)
        assert.strictEqual(error._tag, "BadRequest")
        assert.propertyVal(error, "description", `failed to confirm user "${email}"`)
        const { domainId } = yield* seededApp
        assert.isTrue(Option.isNone(yield* Identities.use(({ find }) => find(Identities.emailKey(domainId, email)))))
      }).pipe(byFunction(answer))
  )

  it.effect("hand the function a token that confirms the user", () => {
    const given: Array<{ readonly token: string; readonly tokenId: string; readonly username: string }> = []
    return Effect.gen(function*() {
      const { app, registrations } = yield* register
      const [details] = given
      assert(details !== undefined)
      assert.strictEqual(details.username, email)
      yield* registrations.confirm(app, { ...details, token: Redacted.make(details.token) })
      yield* Users.use((users) => users.byPassword(app, email, password))
    }).pipe(seededStore({
      functions: {
        confirm: (details: { token: string; tokenId: string; username: string }) => {
          given.push(details)
          return { status: "pending" }
        }
      },
      settings: { emailPassword: { autoConfirm: false, confirmationFunctionName: "confirm" } }
    }))
  })
})
