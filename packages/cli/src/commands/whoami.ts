/** `atlas-bearer whoami`: whose token the profile gives. */
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Account from "../internal/Account.ts"
import { printRows } from "../internal/output.ts"
import { ProfileName } from "../internal/settings.ts"
import * as Target from "../internal/Target.ts"

const textOf = (value: unknown) => typeof value === "string" ? value : undefined

export const whoami = Command.make("whoami", Target.flags, (flags) =>
  Effect.scoped(Effect.gen(function*() {
    const profile = yield* ProfileName
    const target = yield* Target.resolve(flags)
    if (target.kind === "serviceAccount") {
      const { baseUrl, clientId } = target
      return yield* printRows({ profile, "service account": clientId, "base URL": baseUrl }, {
        profile,
        clientId,
        baseUrl
      })
    }
    const { app, user } = yield* Account.openUser(target)
    const { data, identities, type } = user.profile
    const providers = identities.map(({ providerType }) => providerType)
    yield* printRows(
      {
        profile,
        app: app.id,
        user: user.id,
        name: textOf(data["name"]),
        "e-mail": textOf(data["email"]),
        providers: providers.join(", ") || undefined,
        type,
        "base URL": target.baseUrl
      },
      { profile, app: app.id, userId: user.id, type, providers, data, baseUrl: target.baseUrl }
    )
  }))).pipe(
    Command.withDescription("Tell who is logged in, as of the login. Sends nothing."),
    Command.withShortDescription("Tell who is logged in"),
    Command.withExamples([{ command: "atlas-bearer whoami --json", description: "For a script" }])
  )
