/** Ends the token of a service account before its time. */
import * as Effect from "effect/Effect"
import * as Account from "./Account.ts"
import { attempt } from "./attempt.ts"
import type * as Target from "./Target.ts"

export const revoke = (target: Target.ServiceAccount) =>
  Effect.scoped(Effect.gen(function*() {
    const { account, store } = yield* Account.openServiceAccount(target)
    yield* store.guard(attempt((signal) => account.revoke({ signal })))
    yield* store.check
  }))
