/** `atlas-bearer token`: prints a valid access token. */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Account from "../internal/Account.ts"
import { attempt } from "../internal/attempt.ts"
import * as life from "../internal/life.ts"
import * as limits from "../internal/limits.ts"
import { print } from "../internal/output.ts"
import * as Target from "../internal/Target.ts"

export const token = Command.make(
  "token",
  { ...Target.flags, ...Target.secretFlags, ...limits.flags },
  (flags) =>
    Effect.scoped(Effect.gen(function*() {
      const { holder, store } = yield* Account.openHolder(flags)
      const accessToken = yield* store.guard(
        attempt((signal) => holder.getAccessToken({ ...limits.of(flags), signal }))
      )
      yield* store.warn
      const { decode } = yield* attempt(() => import("@atlas-bearer/core/JwtClaims"))
      const exp = Option.getOrUndefined(decode(Redacted.make(accessToken)))?.exp
      yield* print(accessToken, {
        accessToken,
        tokenType: "Bearer",
        ...(exp === undefined ? {} : { expiresAt: life.instant(exp) })
      })
    }))
).pipe(
  Command.withDescription(
    "Print a valid access token. It comes from the store as long as it is good; all who ask at the same time cost one token request."
  ),
  Command.withShortDescription("Print a valid access token"),
  Command.withExamples([
    { command: "atlas-bearer token", description: "The token of the user who is logged in" },
    {
      command:
        "curl -H @<(printf 'Authorization: Bearer %s' \"$(atlas-bearer token)\") https://cloud.mongodb.com/api/atlas/v2/groups",
      description: "With curl, without the token in ps; atlas-bearer fetch does the same"
    },
    {
      command: "ATLAS_BEARER_CLIENT_SECRET=... atlas-bearer token --service-account --client-id mdb_sa_id_...",
      description: "Of a service account, in CI"
    }
  ])
)
