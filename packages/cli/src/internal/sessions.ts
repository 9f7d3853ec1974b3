/** Ends the sessions of a profile. */
import type { User } from "@atlas-bearer/node/User"
import * as Effect from "effect/Effect"
import * as Account from "./Account.ts"
import { attempt } from "./attempt.ts"

/** Here at once; the server is told, if it can be. */
export const end = (users: ReadonlyArray<User>) =>
  Effect.forEach(users, (user) => attempt((signal) => user.logOut({ signal })), {
    concurrency: "unbounded",
    discard: true
  })

/** Of everybody who is logged in to an app; says who that was. */
export const endAllOf = (app: string, baseUrl: string | undefined) =>
  Effect.scoped(Effect.gen(function*() {
    const opened = yield* Account.openApp({ kind: "user", app, baseUrl })
    yield* opened.store.check
    const { users } = opened.app
    yield* end(users)
    yield* opened.store.check
    return users.map(({ id }) => id)
  }))
