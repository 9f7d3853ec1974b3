import { AccountNameInUse } from "@atlas-bearer/core/EmailPasswordError"
import { Database } from "@atlas-bearer/emulator/Database"
import { PasswordHash } from "@atlas-bearer/emulator/PasswordHash"
import { Users } from "@atlas-bearer/emulator/Users"
import { assert, describe, it } from "@effect/vitest"
import { Cause, Deferred, Effect, Exit, Fiber, Redacted } from "effect"
import { seededApp, seededStore } from "./seededStore.ts"

const password = Redacted.make("correct horse")
const fork = <A, E>(effect: Effect.Effect<A, E>) => Effect.forkChild(effect, { startImmediately: true })

/** Starts something while the database is busy, so that all of it wants the database at the same time. */
const whenDatabaseWasBusy = Effect.fnUntraced(function*<A, E, R, E2, R2>(
  start: Effect.Effect<A, E, R>,
  meanwhile: Effect.Effect<unknown, E2, R2>
) {
  const database = yield* Database
  const gate = yield* Deferred.make<void>()
  yield* fork(database.transaction(Deferred.await(gate)))
  const started = yield* start
  yield* meanwhile
  yield* Deferred.succeed(gate, undefined)
  return started
})

describe("Users, two at once", () => {
  it.effect("registers one of two who want the same address at once", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const register = users.register({ app, email: "a@example.com", password, confirmed: true })
      const registrations = yield* whenDatabaseWasBusy(
        Effect.all([fork(register), fork(register)]),
        // Until both passwords are hashed.
        Effect.repeat(PasswordHash.use((passwords) => passwords.hash(password)), { times: 5 })
      )
      const exits = yield* Fiber.awaitAll(registrations)
      const failures = exits.filter(Exit.isFailure).map(({ cause }) => Cause.squash(cause))
      assert.strictEqual(failures.length, 1)
      assert.instanceOf(failures[0], AccountNameInUse)
    }).pipe(seededStore()))

  it.effect("makes one user of two first logins at once", () =>
    Effect.gen(function*() {
      const users = yield* Users
      const app = yield* seededApp
      const login = users.byIdentity({ app, providerType: "custom-token", externalId: "1", type: "normal", data: {} })
      const logins = yield* whenDatabaseWasBusy(Effect.all([fork(login), fork(login)]), Effect.void)
      const [first, second] = yield* Fiber.joinAll(logins)
      assert.strictEqual(first?.userId, second?.userId)
    }).pipe(seededStore()))
})
