/** A session of the default seed's user, on a device of which nothing is known. */
import * as DefaultSeed from "@atlas-bearer/emulator/DefaultSeed"
import { Sessions } from "@atlas-bearer/emulator/Sessions"
import { Users } from "@atlas-bearer/emulator/Users"
import { Effect, Redacted } from "effect"
import { seededApp } from "./seededStore.ts"

export const noDevice = "0".repeat(24)

export const logIn = Effect.gen(function*() {
  const app = yield* seededApp
  const users = yield* Users
  const sessions = yield* Sessions
  const { password, username } = DefaultSeed.user
  const identity = yield* users.byPassword(app, username, Redacted.make(password))
  return yield* sessions.start(app, identity, noDevice)
})
