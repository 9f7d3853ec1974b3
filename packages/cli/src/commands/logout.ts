/** `atlas-bearer logout`: ends the profile's session. */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { print } from "../internal/output.ts"
import * as serviceAccountToken from "../internal/serviceAccountToken.ts"
import * as sessions from "../internal/sessions.ts"
import * as Target from "../internal/Target.ts"

export const logout = Command.make("logout", Target.flags, (flags) =>
  Effect.gen(function*() {
    const target = yield* Target.resolve(flags)
    if (target.kind === "serviceAccount") {
      yield* serviceAccountToken.revoke(target)
      return yield* print(`The token of ${target.clientId} is revoked.`, { clientId: target.clientId })
    }
    const userIds = yield* sessions.endAllOf(target.app, target.baseUrl)
    const text = userIds.length === 0 ? "Nobody was logged in." : `Logged out of ${target.app}: ${userIds.join(", ")}.`
    yield* print(text, { app: target.app, userIds })
  })).pipe(
    Command.withDescription(
      "End the session here and on the server. Access tokens that were printed before work until they expire, at most half an hour."
    ),
    Command.withShortDescription("End the session"),
    Command.withExamples([{ command: "atlas-bearer --profile staging logout", description: "Of another profile" }])
  )
