/** `atlas-bearer revoke`: ends a service account's token before its time. */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { usage } from "../internal/Failed.ts"
import { print } from "../internal/output.ts"
import * as serviceAccountToken from "../internal/serviceAccountToken.ts"
import * as Target from "../internal/Target.ts"

export const revoke = Command.make("revoke", Target.flags, (flags) =>
  Effect.gen(function*() {
    const target = yield* Target.resolve(flags)
    if (target.kind === "user") {
      return yield* usage("A user's token cannot be revoked: atlas-bearer logout ends the session.")
    }
    yield* serviceAccountToken.revoke(target)
    yield* print(`The token of ${target.clientId} is revoked.`, { clientId: target.clientId })
  })).pipe(
    Command.withDescription("Revoke the service account's access token, for everybody who shares it."),
    Command.withExamples([{ command: "atlas-bearer --profile ops revoke", description: "When it may have leaked" }])
  )
